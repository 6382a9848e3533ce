package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a {@link Graph} in plain Java: one loop for each operator, in double precision, on
 * scalars that remember how they were made, so that no gradient is written by hand. It is the
 * oracle for the engine, and for small networks only: a multiplication costs 24 bytes.
 *
 * <p>Where the gradient has a choice, it is the engine's and TensorFlow's: that of a ReLU at 0 is
 * 0, and of equal elements in a window of a max-pooling the first one, row by row, wins.
 */
public final class Interpreter {

  private final Map<String, Doubles> masks;
  private final Tape tape = new Tape();
  private final Map<String, Value> values = new HashMap<>();

  private Interpreter(Map<String, Doubles> masks) {
    this.masks = masks;
  }

  /**
   * Runs a network as in inference.
   *
   * @param given the numbers of the inputs, a batch of any one size, and of the parameters, by name
   */
  public static Interpreter run(Graph graph, Map<String, Doubles> given) {
    return run(graph, given, Map.of());
  }

  /**
   * Runs a network as in training.
   *
   * @param given the numbers of the inputs, a batch of any one size, and of the parameters, by name
   * @param masks what each {@link Dropout} multiplies by, by the node's name: 0 or {@code 1 / (1 -
   *     rate)}. One without a mask changes nothing
   */
  public static Interpreter run(
      Graph graph, Map<String, Doubles> given, Map<String, Doubles> masks) {
    Interpreter interpreter = new Interpreter(masks);
    graph.inputs().forEach(input -> interpreter.give(input.name(), input.shape(), given));
    graph.parameters().forEach((name, shape) -> interpreter.give(name, shape, given));
    for (Node node : graph.nodes()) {
      interpreter.values.put(node.name(), interpreter.compute(node));
    }
    return interpreter;
  }

  /** The numbers of an input, a parameter, or the result of a node. */
  public Doubles value(String name) {
    Value value = named(name);
    return new Doubles(value.shape, Arrays.stream(value.places).mapToDouble(tape::value).toArray());
  }

  /** The gradients of {@code sum(weight * value(of))}. */
  public Gradients gradients(String of, Doubles weight) {
    Value output = named(of);
    if (!weight.shape().equals(output.shape)) {
      throw new IllegalArgumentException(
          "'%s' has the shape %s. Received: weights of %s"
              .formatted(of, output.shape, weight.shape()));
    }
    return new Gradients(tape.gradients(output.places, weight.data()));
  }

  /** The gradients of one number by all values of the network. */
  public final class Gradients {
    private final double[] all;

    private Gradients(double[] all) {
      this.all = all;
    }

    /** The gradient by an input, a parameter, or the result of a node. */
    public Doubles by(String name) {
      Value value = named(name);
      return new Doubles(
          value.shape, Arrays.stream(value.places).mapToDouble(i -> all[i]).toArray());
    }
  }

  private void give(String name, Shape shape, Map<String, Doubles> given) {
    Doubles numbers = given.get(name);
    if (numbers == null || !matches(shape, numbers.shape())) {
      throw new IllegalArgumentException(
          "'%s' has the shape %s. Received: %s"
              .formatted(name, shape, numbers == null ? "nothing" : numbers.shape()));
    }
    values.put(
        name,
        new Value(numbers.shape(), Arrays.stream(numbers.data()).mapToInt(tape::put).toArray()));
  }

  private static boolean matches(Shape wanted, Shape given) {
    boolean free = wanted.rank() > 0 && wanted.size(0) == Shape.FREE && given.rank() > 0;
    return (free ? wanted.withBatch(given.size(0)) : wanted).equals(given);
  }

  private Value named(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The network has no value named '" + name + "'.");
    }
    return value;
  }

  private Value compute(Node node) {
    List<Value> in = node.inputs().stream().map(this::named).toList();
    Shape shape = node.op().outputShape(in.stream().map(value -> value.shape).toList());
    int[] places = new int[Math.toIntExact(shape.elements())];
    Value out = new Value(shape, places);
    Op op = node.op();
    if (op instanceof Add) {
      add(in.get(0), in.get(1), out);
    } else if (op instanceof Cast) {
      each(in.get(0), out, x -> x, x -> 1);
    } else if (op instanceof Conv conv) {
      convolve(conv.window(), in, out);
    } else if (op instanceof Dropout) {
      drop(in.get(0), masks.get(node.name()), out);
    } else if (op instanceof Flatten) {
      each(in.get(0), out, x -> x, x -> 1);
    } else if (op instanceof Gemm) {
      multiplyMatrices(in, out);
    } else if (op instanceof MaxPool pool) {
      pool(pool.window(), in.get(0), out);
    } else if (op instanceof Mul) {
      multiply(in.get(0), in.get(1), out);
    } else if (op instanceof Relu) {
      each(in.get(0), out, x -> Math.max(x, 0), x -> x > 0 ? 1 : 0);
    } else if (op instanceof Sigmoid) {
      each(in.get(0), out, x -> sigmoid(x), x -> sigmoid(x) * sigmoid(-x));
    } else if (op instanceof Softmax) {
      softmax(in.get(0), out);
    } else if (op instanceof Transpose transpose) {
      transpose(transpose.perm(), in.get(0), out);
    } else {
      throw new IllegalStateException("The interpreter does not know " + op.name() + " yet.");
    }
    return out;
  }

  private void add(Value a, Value b, Value out) {
    for (int i = 0; i < out.places.length; i++) {
      int[] index = index(i, out.shape);
      int left = a.broadcastAt(index);
      int right = b.broadcastAt(index);
      out.places[i] =
          tape.dependsOn(left, 1).dependsOn(right, 1).put(tape.value(left) + tape.value(right));
    }
  }

  private void multiply(Value a, Value b, Value out) {
    for (int i = 0; i < out.places.length; i++) {
      int[] index = index(i, out.shape);
      Sum product = new Sum();
      product.addProduct(a.broadcastAt(index), b.broadcastAt(index));
      out.places[i] = product.put();
    }
  }

  private void convolve(Window window, List<Value> in, Value out) {
    Value picture = in.get(0);
    Value kernel = in.get(1);
    for (int i = 0; i < out.places.length; i++) {
      int[] to = index(i, out.shape); // sample, filter, row, column
      Sum sum = new Sum();
      for (int channel = 0; channel < picture.shape.size(1); channel++) {
        for (int y = 0; y < window.height(); y++) {
          for (int x = 0; x < window.width(); x++) {
            int row = to[2] * window.strideHeight() + y - window.padding().top();
            int column = to[3] * window.strideWidth() + x - window.padding().left();
            if (picture.hasPixel(row, column)) {
              sum.addProduct(
                  picture.at(to[0], channel, row, column), kernel.at(to[1], channel, y, x));
            }
          }
        }
      }
      if (in.size() == 3) {
        sum.add(in.get(2).at(to[1]));
      }
      out.places[i] = sum.put();
    }
  }

  private void pool(Window window, Value picture, Value out) {
    for (int i = 0; i < out.places.length; i++) {
      int[] to = index(i, out.shape); // sample, channel, row, column
      double greatest = Double.NEGATIVE_INFINITY;
      int winner = -1;
      for (int y = 0; y < window.height(); y++) {
        for (int x = 0; x < window.width(); x++) {
          int row = to[2] * window.strideHeight() + y - window.padding().top();
          int column = to[3] * window.strideWidth() + x - window.padding().left();
          if (picture.hasPixel(row, column)) {
            int candidate = picture.at(to[0], to[1], row, column);
            if (tape.value(candidate) > greatest) {
              greatest = tape.value(candidate);
              winner = candidate;
            }
          }
        }
      }
      if (winner < 0) {
        throw new IllegalArgumentException(
            "Place %s of a max-pooling sees no number.".formatted(Arrays.toString(to)));
      }
      out.places[i] = tape.dependsOn(winner, 1).put(greatest);
    }
  }

  private void multiplyMatrices(List<Value> in, Value out) {
    Value rows = in.get(0);
    Value matrix = in.get(1);
    for (int i = 0; i < out.places.length; i++) {
      int[] to = index(i, out.shape); // row, column
      Sum sum = new Sum();
      for (int k = 0; k < matrix.shape.size(0); k++) {
        sum.addProduct(rows.at(to[0], k), matrix.at(k, to[1]));
      }
      if (in.size() == 3) {
        sum.add(in.get(2).at(to[1]));
      }
      out.places[i] = sum.put();
    }
  }

  private void drop(Value in, @Nullable Doubles mask, Value out) {
    for (int i = 0; i < out.places.length; i++) {
      double factor = mask == null ? 1 : mask.data()[i];
      int x = in.places[i];
      out.places[i] = tape.dependsOn(x, factor).put(factor * tape.value(x));
    }
  }

  private void softmax(Value in, Value out) {
    int classes = in.shape.size(-1);
    for (int start = 0; start < in.places.length; start += classes) {
      int[] row = Arrays.copyOfRange(in.places, start, start + classes);
      double greatest = Arrays.stream(row).mapToDouble(tape::value).max().orElseThrow();
      double[] powers =
          Arrays.stream(row).mapToDouble(i -> Math.exp(tape.value(i) - greatest)).toArray();
      double sum = Arrays.stream(powers).sum();
      for (int i = 0; i < classes; i++) {
        double share = powers[i] / sum;
        for (int j = 0; j < classes; j++) {
          // d share_i / d x_j = share_i * ((i == j) - share_j)
          tape.dependsOn(row[j], share * ((i == j ? 1 : 0) - powers[j] / sum));
        }
        out.places[start + i] = tape.put(share);
      }
    }
  }

  private void transpose(List<Integer> perm, Value in, Value out) {
    for (int i = 0; i < out.places.length; i++) {
      int[] to = index(i, out.shape);
      int[] from = new int[to.length];
      for (int axis = 0; axis < to.length; axis++) {
        from[perm.get(axis)] = to[axis];
      }
      int x = in.at(from);
      out.places[i] = tape.dependsOn(x, 1).put(tape.value(x));
    }
  }

  /** A function of each element, with its derivative. */
  private void each(
      Value in, Value out, DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
    for (int i = 0; i < out.places.length; i++) {
      int x = in.places[i];
      double value = tape.value(x);
      out.places[i] =
          tape.dependsOn(x, derivative.applyAsDouble(value)).put(function.applyAsDouble(value));
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** The index along each axis of the element at a place in row-major order. */
  private static int[] index(int place, Shape shape) {
    int[] index = new int[shape.rank()];
    int rest = place;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return index;
  }

  /** A sum under way, whose parts are scalars and products of two scalars. */
  private final class Sum {
    private double value;

    void add(int scalar) {
      tape.dependsOn(scalar, 1);
      value += tape.value(scalar);
    }

    void addProduct(int a, int b) {
      tape.dependsOn(a, tape.value(b)).dependsOn(b, tape.value(a));
      value += tape.value(a) * tape.value(b);
    }

    int put() {
      return tape.put(value);
    }
  }

  /** A value of the network: where on the tape each of its elements stands, row-major. */
  private static final class Value {
    final Shape shape;
    final int[] places;

    Value(Shape shape, int[] places) {
      this.shape = shape;
      this.places = places;
    }

    int at(int... index) {
      int place = 0;
      for (int axis = 0; axis < index.length; axis++) {
        place = place * shape.size(axis) + index[axis];
      }
      return places[place];
    }

    /** The element that NumPy's broadcasting puts at an index of a larger array. */
    int broadcastAt(int[] index) {
      int[] own = new int[shape.rank()];
      for (int axis = 0; axis < own.length; axis++) {
        own[axis] = shape.size(axis) == 1 ? 0 : index[index.length - own.length + axis];
      }
      return at(own);
    }

    boolean hasPixel(int row, int column) {
      return row >= 0 && row < shape.size(2) && column >= 0 && column < shape.size(3);
    }
  }
}
