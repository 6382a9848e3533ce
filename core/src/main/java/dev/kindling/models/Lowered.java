package dev.kindling.models;

import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Node;
import dev.kindling.graph.Op;
import dev.kindling.graph.Sigmoid;
import dev.kindling.graph.Softmax;
import dev.kindling.graph.Transpose;
import dev.kindling.layers.Input;
import dev.kindling.layers.Lowering;
import dev.kindling.layers.Weight;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model as a graph.
 *
 * @param graph from samples in Keras's order to scores in Keras's order
 * @param weights what is said of each weight
 * @param constants the numbers of the parameters that are no weights
 * @param shapes of the values of the network by name, in Keras's order
 * @param inputs what the model takes, in Keras's order
 * @param outputs what the model gives, in Keras's order
 * @param heads for each output the sigmoid or softmax that makes its scores; null if it does not
 *     end in one
 */
record Lowered(
    Graph graph,
    Map<String, Weight> weights,
    Map<String, Tensor> constants,
    Map<String, Shape> shapes,
    List<Shape> inputs,
    List<Shape> outputs,
    List<@Nullable Node> heads) {

  /** The name of the value that a model of one input is given. */
  static final String INPUT = "input_layer";

  static Lowered of(Map<String, Input> inputs, List<Network.Call> calls, List<String> outputs) {
    Graph.Builder graph = new Graph.Builder();
    Lowering lowering = new Lowering(graph);
    Map<String, String> values = new HashMap<>();
    inputs.forEach(
        (name, input) -> {
          String value = graph.input(name, ElementType.FLOAT, input.shape().prepend(Shape.FREE));
          if (input.shape().rank() == 3) {
            value = graph.node(name + "/channels_first", Transpose.CHANNELS_FIRST, value);
          }
          values.put(name, value);
        });
    lower("", calls, values, lowering);
    Map<String, Shape> shapes = new HashMap<>();
    values.forEach((name, value) -> shapes.put(name, lowering.kerasShape(value)));
    List<String> given = new ArrayList<>();
    for (String output : outputs) {
      given.add(inKerasOrder(Objects.requireNonNull(values.get(output)), given.size(), graph));
    }
    Graph whole = graph.build(given);
    return new Lowered(
        whole,
        lowering.weights(),
        lowering.constants(),
        shapes,
        shapesOf(inputs.keySet(), shapes),
        shapesOf(outputs, shapes),
        heads(whole));
  }

  private static String inKerasOrder(String value, int place, Graph.Builder graph) {
    if (graph.shape(value).rank() != 4) {
      return value;
    }
    String name = "output" + (place == 0 ? "" : "_" + place) + "/channels_last";
    return graph.node(name, Transpose.CHANNELS_LAST, value);
  }

  private static List<Shape> shapesOf(Iterable<String> values, Map<String, Shape> shapes) {
    List<Shape> found = new ArrayList<>();
    values.forEach(value -> found.add(Objects.requireNonNull(shapes.get(value))));
    return List.copyOf(found);
  }

  /** Appends members at work to a graph; what they make is added to the values. */
  static void lower(
      String prefix, List<Network.Call> calls, Map<String, String> values, Lowering to) {
    Map<Member, Integer> places = new HashMap<>();
    for (Network.Call call : calls) {
      List<String> taken =
          call.inputs().stream().map(value -> Objects.requireNonNull(values.get(value))).toList();
      int place = places.merge(call.member(), 1, Integer::sum) - 1;
      List<String> made = to.inPlace(place, () -> call.member().lower(prefix, taken, to));
      for (int i = 0; i < made.size(); i++) {
        values.put(call.outputs().get(i), made.get(i));
      }
    }
  }

  private static List<@Nullable Node> heads(Graph graph) {
    Map<String, Node> known = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Sigmoid || node.op() instanceof Softmax) {
        known.put(node.name(), node);
      }
    }
    List<@Nullable Node> heads = new ArrayList<>();
    graph.outputs().forEach(output -> heads.add(known.get(output)));
    return heads;
  }

  /** The shape of what a model of one input takes, in Keras's order. */
  Shape input() {
    return inputs.get(0);
  }

  /** The shape of what the model gives first, in Keras's order. */
  Shape output() {
    return outputs.get(0);
  }

  Shape shape(String value) {
    return Objects.requireNonNull(shapes.get(value));
  }

  /** The value before the given operator at the end of an output; null if it ends otherwise. */
  @Nullable String before(@Nullable Op op, int output) {
    Node head = heads.get(output);
    return head != null && head.op().equals(op) ? head.inputs().get(0) : null;
  }

  /** The graph that gives the outputs, then what their heads take. */
  Graph scoring() {
    Set<String> values = new LinkedHashSet<>(graph.outputs());
    for (Node head : heads) {
      if (head != null) {
        values.add(head.inputs().get(0));
      }
    }
    return graph.upTo(List.copyOf(values));
  }

  /**
   * Checks that there are samples for each input, equally many.
   *
   * @throws IllegalArgumentException if they do not fit the model
   */
  void requireSamples(List<Tensor> x) {
    List<Shape> received = x.stream().map(Tensor::shape).toList();
    boolean fit = received.size() == inputs.size();
    for (int i = 0; fit && i < received.size(); i++) {
      Shape shape = received.get(i);
      fit =
          shape.rank() > 0
              && shape.size(0) > 0
              && shape.withBatch(Shape.FREE).equals(inputs.get(i))
              && shape.size(0) == received.get(0).size(0);
    }
    if (!fit) {
      boolean one = inputs.size() == 1 && received.size() == 1;
      throw new IllegalArgumentException(
          "The model takes samples of shape %s. Received: %s"
              .formatted(one ? input() : inputs, one ? received.get(0) : received));
    }
  }
}
