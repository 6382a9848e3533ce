package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Set<String> trained;
  private final Map<String, Doubles> moved = new HashMap<>();
  private final Tape tape = new Tape();
  private final Map<String, Value> values = new HashMap<>();

  private Interpreter(Map<String, Doubles> masks, Set<String> trained) {
    this.masks = masks;
    this.trained = trained;
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
   *     rate)}; and what each {@link GaussianNoise} adds. One without a mask changes nothing
   */
  public static Interpreter run(
      Graph graph, Map<String, Doubles> given, Map<String, Doubles> masks) {
    return run(graph, given, masks, Set.of());
  }

  /**
   * Runs a network as in training.
   *
   * @param trained the names of the parameters that are trained, among them the means of those
   *     {@link BatchNormalization}s that normalize by their batch
   */
  public static Interpreter run(
      Graph graph, Map<String, Doubles> given, Map<String, Doubles> masks, Set<String> trained) {
    Interpreter interpreter = new Interpreter(masks, trained);
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

  /** Where the means and variances of normalizations by the batch have moved, by name. */
  public Map<String, Doubles> moved() {
    return moved;
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
    Function function = Function.of(op);
    if (function != null) {
      each(in.get(0), out, function.value(), function.derivative());
    } else if (op instanceof Add) {
      add(in.get(0), in.get(1), out);
    } else if (op instanceof AveragePool pool) {
      average(pool.window(), in.get(0), out);
    } else if (op instanceof BatchNormalization normalization) {
      normalizeChannels(normalization, node.inputs(), in, out);
    } else if (op instanceof Concat concat) {
      concatenate(concat.axis(), in, out);
    } else if (op instanceof Conv conv) {
      convolve(conv, in, out);
    } else if (op instanceof Dropout) {
      drop(in.get(0), masks.get(node.name()), out);
    } else if (op instanceof GaussianNoise) {
      addNoise(in.get(0), masks.get(node.name()), out);
    } else if (op instanceof Gemm) {
      multiplyMatrices(in, out);
    } else if (op instanceof GlobalAveragePool) {
      average(whole(in.get(0)), in.get(0), out);
    } else if (op instanceof GlobalMaxPool) {
      pool(whole(in.get(0)), in.get(0), out);
    } else if (op instanceof LayerNormalization normalization) {
      normalizeRows(normalization.epsilon(), in, out);
    } else if (op instanceof LogSoftmax) {
      logSoftmax(in.get(0), out);
    } else if (op instanceof MaxPool pool) {
      pool(pool.window(), in.get(0), out);
    } else if (op instanceof Mul) {
      multiply(in.get(0), in.get(1), out);
    } else if (op instanceof PRelu) {
      parametricRelu(in.get(0), in.get(1), out);
    } else if (op instanceof Pad pad) {
      shift(in.get(0), -pad.padding().top(), -pad.padding().left(), out);
    } else if (op instanceof Resize resize) {
      resize(resize, in.get(0), out);
    } else if (op instanceof Slice slice) {
      shift(in.get(0), slice.cut().top(), slice.cut().left(), out);
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

  private void convolve(Conv conv, List<Value> in, Value out) {
    Window window = conv.window();
    Value picture = in.get(0);
    Value kernel = in.get(1);
    int channels = kernel.shape.size(1);
    int filters = kernel.shape.size(0) / conv.group();
    for (int i = 0; i < out.places.length; i++) {
      int[] to = index(i, out.shape); // sample, filter, row, column
      int first = to[1] / filters * channels;
      Sum sum = new Sum();
      for (int channel = 0; channel < channels; channel++) {
        for (int y = 0; y < window.height(); y++) {
          for (int x = 0; x < window.width(); x++) {
            int row = row(window, to) + y * conv.dilation().rows();
            int column = column(window, to) + x * conv.dilation().columns();
            if (picture.hasPixel(row, column)) {
              sum.addProduct(
                  picture.at(to[0], first + channel, row, column), kernel.at(to[1], channel, y, x));
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

  private static int row(Window window, int[] to) {
    return to[2] * window.strideHeight() - window.padding().top();
  }

  private static int column(Window window, int[] to) {
    return to[3] * window.strideWidth() - window.padding().left();
  }

  private static Window whole(Value picture) {
    return new Window(picture.shape.size(2), picture.shape.size(3), 1, 1, Padding.NONE);
  }

  private void average(Window window, Value picture, Value out) {
    for (int i = 0; i < out.places.length; i++) {
      int[] to = index(i, out.shape);
      List<Integer> seen = new ArrayList<>();
      for (int y = 0; y < window.height(); y++) {
        for (int x = 0; x < window.width(); x++) {
          if (picture.hasPixel(row(window, to) + y, column(window, to) + x)) {
            seen.add(picture.at(to[0], to[1], row(window, to) + y, column(window, to) + x));
          }
        }
      }
      out.places[i] = mean(seen);
    }
  }

  private int mean(List<Integer> scalars) {
    double sum = 0;
    for (int scalar : scalars) {
      tape.dependsOn(scalar, 1.0 / scalars.size());
      sum += tape.value(scalar);
    }
    return tape.put(sum / scalars.size());
  }

  private int variance(List<Integer> scalars, int mean) {
    double sum = 0;
    for (int scalar : scalars) {
      // By the mean itself the gradient is 0: that is where the variance is least.
      double off = tape.value(scalar) - tape.value(mean);
      tape.dependsOn(scalar, 2 * off / scalars.size());
      sum += off * off;
    }
    return tape.put(sum / scalars.size());
  }

  private int normalized(int x, int mean, int variance, int scale, int bias, double epsilon) {
    double share = 1 / Math.sqrt(tape.value(variance) + epsilon);
    double off = tape.value(x) - tape.value(mean);
    double factor = tape.value(scale);
    tape.dependsOn(x, factor * share).dependsOn(mean, -factor * share);
    tape.dependsOn(variance, -0.5 * factor * off * share * share * share);
    tape.dependsOn(scale, off * share).dependsOn(bias, 1);
    return tape.put(factor * off * share + tape.value(bias));
  }

  private void normalizeChannels(
      BatchNormalization normalization, List<String> names, List<Value> in, Value out) {
    boolean ofBatch = trained.contains(names.get(3));
    for (int channel = 0; channel < out.shape.size(1); channel++) {
      int mean = in.get(3).at(channel);
      int variance = in.get(4).at(channel);
      if (ofBatch) {
        List<Integer> all = channel(in.get(0), channel);
        mean = mean(all);
        variance = variance(all, mean);
        move(names.get(3), in.get(3), channel, mean, normalization.momentum());
        move(names.get(4), in.get(4), channel, variance, normalization.momentum());
      }
      for (int i = 0; i < out.places.length; i++) {
        if (index(i, out.shape)[1] == channel) {
          int x = in.get(0).places[i];
          int scale = in.get(1).at(channel);
          int bias = in.get(2).at(channel);
          out.places[i] = normalized(x, mean, variance, scale, bias, normalization.epsilon());
        }
      }
    }
  }

  private static List<Integer> channel(Value value, int channel) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < value.places.length; i++) {
      if (index(i, value.shape)[1] == channel) {
        places.add(value.places[i]);
      }
    }
    return places;
  }

  private void move(String name, Value given, int channel, int batch, double momentum) {
    double[] numbers =
        moved.computeIfAbsent(name, n -> new Doubles(given.shape, value(n).data())).data();
    numbers[channel] = momentum * numbers[channel] + (1 - momentum) * tape.value(batch);
  }

  private void normalizeRows(double epsilon, List<Value> in, Value out) {
    int length = out.shape.size(-1);
    for (int start = 0; start < out.places.length; start += length) {
      List<Integer> row = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        row.add(in.get(0).places[start + i]);
      }
      int mean = mean(row);
      int variance = variance(row, mean);
      for (int i = 0; i < length; i++) {
        int scale = in.get(1).at(i);
        int bias = in.get(2).at(i);
        out.places[start + i] = normalized(row.get(i), mean, variance, scale, bias, epsilon);
      }
    }
  }

  private void logSoftmax(Value in, Value out) {
    int classes = in.shape.size(-1);
    for (int start = 0; start < in.places.length; start += classes) {
      int[] row = Arrays.copyOfRange(in.places, start, start + classes);
      double greatest = Arrays.stream(row).mapToDouble(tape::value).max().orElseThrow();
      double sum = Arrays.stream(row).mapToDouble(i -> Math.exp(tape.value(i) - greatest)).sum();
      double logOfSum = greatest + Math.log(sum);
      for (int i = 0; i < classes; i++) {
        for (int j = 0; j < classes; j++) {
          tape.dependsOn(row[j], (i == j ? 1 : 0) - Math.exp(tape.value(row[j]) - logOfSum));
        }
        out.places[start + i] = tape.put(tape.value(row[i]) - logOfSum);
      }
    }
  }

  private void parametricRelu(Value in, Value slope, Value out) {
    for (int i = 0; i < out.places.length; i++) {
      int x = in.places[i];
      int factor = slope.broadcastAt(index(i, out.shape));
      double value = tape.value(x);
      if (value > 0) {
        out.places[i] = tape.dependsOn(x, 1).put(value);
      } else {
        tape.dependsOn(x, tape.value(factor)).dependsOn(factor, value);
        out.places[i] = tape.put(tape.value(factor) * value);
      }
    }
  }

  private void concatenate(int axis, List<Value> in, Value out) {
    for (int i = 0; i < out.places.length; i++) {
      int[] at = index(i, out.shape);
      int part = 0;
      while (at[axis] >= in.get(part).shape.size(axis)) {
        at[axis] -= in.get(part++).shape.size(axis);
      }
      out.places[i] = copy(in.get(part).at(at));
    }
  }

  /** Pictures read from another corner on; outside them there are zeros. */
  private void shift(Value picture, int rows, int columns, Value out) {
    for (int i = 0; i < out.places.length; i++) {
      int[] to = index(i, out.shape);
      int row = to[2] + rows;
      int column = to[3] + columns;
      out.places[i] =
          picture.hasPixel(row, column) ? copy(picture.at(to[0], to[1], row, column)) : tape.put(0);
    }
  }

  private void resize(Resize resize, Value picture, Value out) {
    for (int i = 0; i < out.places.length; i++) {
      int[] to = index(i, out.shape);
      if (!resize.linear()) {
        int from = picture.at(to[0], to[1], to[2] / resize.rows(), to[3] / resize.columns());
        out.places[i] = copy(from);
        continue;
      }
      double sum = 0;
      double y = (to[2] + 0.5) / resize.rows() - 0.5;
      double x = (to[3] + 0.5) / resize.columns() - 0.5;
      for (int row = (int) Math.floor(y); row <= Math.floor(y) + 1; row++) {
        for (int column = (int) Math.floor(x); column <= Math.floor(x) + 1; column++) {
          double share = (1 - Math.abs(y - row)) * (1 - Math.abs(x - column));
          int insideRow = Math.max(0, Math.min(picture.shape.size(2) - 1, row));
          int insideColumn = Math.max(0, Math.min(picture.shape.size(3) - 1, column));
          int from = picture.at(to[0], to[1], insideRow, insideColumn);
          tape.dependsOn(from, share);
          sum += share * tape.value(from);
        }
      }
      out.places[i] = tape.put(sum);
    }
  }

  private int copy(int scalar) {
    return tape.dependsOn(scalar, 1).put(tape.value(scalar));
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
      double factor = mask == null ? 1 : mask.data()[broadcast(index(i, out.shape), mask.shape())];
      int x = in.places[i];
      out.places[i] = tape.dependsOn(x, factor).put(factor * tape.value(x));
    }
  }

  private void addNoise(Value in, @Nullable Doubles noise, Value out) {
    for (int i = 0; i < out.places.length; i++) {
      int x = in.places[i];
      double addend = noise == null ? 0 : noise.data()[i];
      out.places[i] = tape.dependsOn(x, 1).put(tape.value(x) + addend);
    }
  }

  /** The place in an array of the element that belongs to an index of a larger one. */
  private static int broadcast(int[] index, Shape shape) {
    int place = 0;
    for (int axis = 0; axis < index.length; axis++) {
      place = place * shape.size(axis) + (shape.size(axis) == 1 ? 0 : index[axis]);
    }
    return place;
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
