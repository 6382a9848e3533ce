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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as a graph.
 *
 * @param taken what the model takes
 * @param graph from samples in Keras's order to scores in Keras's order
 * @param weights what is said of each weight
 * @param constants the numbers of the parameters that are no weights
 * @param shapes in Keras's order: what each member takes, and last what the model gives
 * @param head the sigmoid or softmax that makes the scores; null if there is none at the end
 */
record Lowered(
    Input taken,
    Graph graph,
    Map<String, Weight> weights,
    Map<String, Tensor> constants,
    List<Shape> shapes,
    @Nullable Node head) {

  /** The name of the value that a model's graph takes. */
  static final String INPUT = "input_layer";

  static Lowered of(Input input, List<Member> members) {
    Graph.Builder graph = new Graph.Builder();
    Lowering lowering = new Lowering(graph);
    List<Shape> shapes = new ArrayList<>();
    String value = graph.input(INPUT, ElementType.FLOAT, input.shape().prepend(Shape.FREE));
    if (input.shape().rank() == 3) {
      value = graph.node(INPUT + "/channels_first", Transpose.CHANNELS_FIRST, value);
    }
    shapes.add(lowering.kerasShape(value));
    for (Member member : members) {
      value = member.lower("", value, lowering);
      shapes.add(lowering.kerasShape(value));
    }
    if (graph.shape(value).rank() == 4) {
      value = graph.node("output/channels_last", Transpose.CHANNELS_LAST, value);
    }
    Graph whole = graph.build(List.of(value));
    return new Lowered(
        input, whole, lowering.weights(), lowering.constants(), List.copyOf(shapes), head(whole));
  }

  private static @Nullable Node head(Graph graph) {
    List<Node> nodes = graph.nodes();
    Op last = nodes.isEmpty() ? null : nodes.get(nodes.size() - 1).op();
    boolean known = last instanceof Sigmoid || last instanceof Softmax;
    return known ? nodes.get(nodes.size() - 1) : null;
  }

  /** The shape of what the model takes, in Keras's order. */
  Shape input() {
    return shapes.get(0);
  }

  /** The shape of what the model gives, in Keras's order. */
  Shape output() {
    return shapes.get(shapes.size() - 1);
  }

  /** The value before the given operator at the end; null if the model ends otherwise. */
  @Nullable String before(Op op) {
    return head != null && head.op().equals(op) ? head.inputs().get(0) : null;
  }

  /** The graph that gives the scores, and second what the head takes if there is one. */
  Graph scoring() {
    String scores = graph.outputs().get(0);
    return graph.upTo(head == null ? List.of(scores) : List.of(scores, head.inputs().get(0)));
  }

  void requireSamples(Tensor x) {
    if (x.shape().rank() == 0 || !x.shape().withBatch(Shape.FREE).equals(input())) {
      throw new IllegalArgumentException(
          "The model takes samples of shape %s. Received: %s".formatted(input(), x.shape()));
    }
  }
}
