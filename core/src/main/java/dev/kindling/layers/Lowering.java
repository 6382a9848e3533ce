package dev.kindling.layers;

import dev.kindling.graph.Graph;
import dev.kindling.graph.Op;
import dev.kindling.graph.Transpose;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Where layers put what they are made of: a graph that grows, and beside it what is said of each
 * parameter. Inside, pictures are {@code (n, channels, height, width)}.
 */
public final class Lowering {

  /**
   * Far more than any network has. Models within models, each at work in two places, would ask a
   * few lines of a file for more than there is memory.
   */
  private static final int MOST_NODES = 1 << 17;

  private static final int MOST_CONSTANT_NUMBERS = 1 << 24;

  private final Graph.Builder graph;
  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();

  /** What the names of nodes end in: nothing, but where a layer works again. */
  private String place = "";

  private int nodes;
  private long constantNumbers;

  /** Lowers to the end of a graph. */
  public Lowering(Graph.Builder graph) {
    this.graph = graph;
  }

  /** What is said of the weights added here, by name, in the order in which they were added. */
  public Map<String, Weight> weights() {
    return Collections.unmodifiableMap(weights);
  }

  /** The numbers of the parameters added here that are no weights, by name. */
  public Map<String, Tensor> constants() {
    return Collections.unmodifiableMap(constants);
  }

  /** The shape of a value in Keras's order: pictures are {@code (n, height, width, channels)}. */
  public Shape kerasShape(String value) {
    Shape shape = shape(value);
    return shape.rank() == 4
        ? Shape.of(shape.size(0), shape.size(2), shape.size(3), shape.size(1))
        : shape;
  }

  Shape shape(String value) {
    return graph.shape(value);
  }

  /** The shape of pictures {@code (n, channels, height, width)}. */
  Shape requirePictures(Layer layer, String name, String value) {
    Shape shape = shape(value);
    if (shape.rank() != 4) {
      throw new IllegalArgumentException(
          "%s '%s' takes pictures, (None, height, width, channels). Received: %s"
              .formatted(layer.className(), name, shape));
    }
    return shape;
  }

  String node(String name, Op op, String... inputs) {
    if (++nodes > MOST_NODES) {
      throw new IllegalArgumentException(
          "A network has at most %d operators. One more was to be: %s".formatted(MOST_NODES, name));
    }
    return graph.node(name + place, op, inputs);
  }

  /**
   * Lowers what is at work in a second place, or a later one: its nodes get names of their own, its
   * weights are those of the first.
   *
   * @param number 0 in the first place
   */
  public <T> T inPlace(int number, Supplier<T> work) {
    String outer = place;
    place = number == 0 ? outer : outer + ":" + number;
    T made = work.get();
    place = outer;
    return made;
  }

  /** Adds a weight, or finds it again where the layer works in a second place. */
  String parameter(String name, Shape shape, Weight weight) {
    if (weights.putIfAbsent(name, weight) != null) {
      if (!graph.shape(name).equals(shape)) {
        throw new IllegalArgumentException(
            "The weight '%s' has the shape %s, and would need %s: a layer that is used again must"
                    .formatted(name, graph.shape(name), shape)
                + " take values of the same shape.");
      }
      return name;
    }
    return graph.parameter(name, shape);
  }

  /** Adds a parameter that is no weight: one number, as often as the shape asks. */
  String constant(String name, Shape shape, float number) {
    constantNumbers += shape.elements();
    if (constantNumbers > MOST_CONSTANT_NUMBERS) {
      throw new IllegalArgumentException(
          "A network has at most %d constant numbers. '%s' would have %d"
              .formatted(MOST_CONSTANT_NUMBERS, name, shape.elements()));
    }
    float[] numbers = new float[Math.toIntExact(shape.elements())];
    Arrays.fill(numbers, number);
    return constant(name, Tensor.of(shape, numbers));
  }

  /** Adds a parameter that is no weight, or finds it again. */
  String constant(String name, Tensor numbers) {
    if (constants.putIfAbsent(name, numbers) != null) {
      return name;
    }
    return graph.parameter(name, numbers.shape());
  }

  /** Appends a convolution or a matrix product, with a bias if the layer has one. */
  String withBias(
      String name, Op op, String input, String kernel, boolean useBias, WeightOptions options) {
    if (!useBias) {
      return node(name, op, input, kernel);
    }
    Shape kernelShape = shape(kernel);
    int axis = kernelShape.rank() == 4 ? 0 : 1;
    Shape shape = Shape.of(kernelShape.size(axis));
    Weight bias = new Weight(options, KerasArray.same(shape));
    return node(name, op, input, kernel, parameter(name + "/bias", shape, bias));
  }

  /** Does something to a value in Keras's order of axes; pictures are brought there and back. */
  String channelsLast(String name, String input, UnaryOperator<String> work) {
    if (shape(input).rank() != 4) {
      return work.apply(input);
    }
    String last = node(name + "/channels_last", Transpose.CHANNELS_LAST, input);
    return node(name + "/channels_first", Transpose.CHANNELS_FIRST, work.apply(last));
  }

  /** Joins two or more values by an operator, one after another. */
  String fold(Layer layer, String name, Op op, List<String> inputs) {
    requireSeveral(layer, name, inputs);
    requireSameRanks(layer, name, inputs);
    String joined = inputs.get(0);
    for (int i = 1; i < inputs.size() - 1; i++) {
      joined = node(name + "/" + i, op, joined, inputs.get(i));
    }
    return node(name, op, joined, inputs.get(inputs.size() - 1));
  }

  /** Rows beside pictures would be matched with other axes here than in Keras. */
  void requireSameRanks(Layer layer, String name, List<String> inputs) {
    List<Shape> shapes = inputs.stream().map(this::kerasShape).toList();
    if (shapes.stream().mapToInt(Shape::rank).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "%s '%s' takes values of as many axes each. Received: %s"
              .formatted(layer.className(), name, shapes));
    }
  }

  void requireSeveral(Layer layer, String name, List<String> inputs) {
    if (inputs.size() < 2) {
      throw new IllegalArgumentException(
          "%s '%s' takes two or more values: give them as layer.apply(a, b). Received: %d"
              .formatted(layer.className(), name, inputs.size()));
    }
  }
}
