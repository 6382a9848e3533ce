package dev.kindling.experiments;

import dev.kindling.graph.Cast;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Gemm;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Mul;
import dev.kindling.graph.Node;
import dev.kindling.graph.Op;
import dev.kindling.graph.Sigmoid;
import dev.kindling.graph.Softmax;
import dev.kindling.graph.Transpose;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.losses.CategoricalCrossentropy;
import dev.kindling.losses.Loss;
import dev.kindling.models.Model;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network of a classifier, from bytes to scores: what is written to its file, and what
 * predicts.
 *
 * <pre>{@code
 * image (n, height, width, 3) bytes -> numbers -> * rescale -> channels first -> the model's layers
 *   softmax of its logits                           -> scores (n, classes)
 *   or sigmoid of its one logit z, as (-z, z)       -> scores (n, 2)
 * }</pre>
 *
 * @param graph gives {@code scores} alone
 * @param logits the value of which the scores are made
 * @param constants the parameters that are no weights of the model
 * @param loss what belongs to the model's end, and to its logits
 */
record ClassifierGraph(Graph graph, String logits, Map<String, Tensor> constants, Loss loss) {

  static final String IMAGE = "image";
  static final String SCORES = "scores";
  private static final String RESCALE = "rescale";
  private static final String TWO_COLUMNS = "two_columns";

  /** The names of all constants that a classifier may have. */
  static final List<String> CONSTANTS = List.of(RESCALE, TWO_COLUMNS);

  /**
   * The network of a classifier.
   *
   * @throws IllegalArgumentException if the model does not end in the scores of classes, or takes
   *     other pictures
   */
  static ClassifierGraph of(Model model, Preprocessing preprocessing) {
    Shape pictures =
        Shape.of(
            Shape.FREE, preprocessing.imageSize().height(), preprocessing.imageSize().width(), 3);
    if (!model.inputShape().equals(pictures)) {
      throw new IllegalArgumentException(
          "A classifier for pictures of %s needs a model that takes %s. Received: %s"
              .formatted(preprocessing.imageSize(), pictures, model.inputShape()));
    }
    Graph.Builder graph = new Graph.Builder();
    Map<String, Tensor> constants = new LinkedHashMap<>();
    String value = graph.input(IMAGE, ElementType.UINT8, pictures);
    value = graph.node("numbers", new Cast(), value);
    Tensor rescale = Tensor.of(Shape.of(), new float[] {(float) preprocessing.rescale()});
    value = graph.node("rescaled", new Mul(), value, constant(RESCALE, rescale, graph, constants));
    value = graph.node("channels_first", Transpose.CHANNELS_FIRST, value);
    Node head = last(graph, model.appendTo(graph, value));
    constants.putAll(model.constants());
    String logits = head.inputs().get(0);
    Shape shape = graph.shape(logits);
    if (head.op() instanceof Sigmoid && shape.size(1) == 1) {
      Tensor signs = Tensor.of(Shape.of(1, 2), new float[] {-1, 1});
      String matrix = constant(TWO_COLUMNS, signs, graph, constants);
      String both = graph.node("both_logits", new Gemm(), logits, matrix);
      return end(graph, new Sigmoid(), both, logits, constants, new BinaryCrossentropy());
    }
    if (head.op() instanceof Softmax && shape.size(1) >= 2) {
      return end(graph, new Softmax(), logits, logits, constants, new CategoricalCrossentropy());
    }
    throw notScores("%s of %s".formatted(head.op().name(), shape));
  }

  /** Cuts the graph down to what {@code scores} needs: the model's own last node falls away. */
  private static ClassifierGraph end(
      Graph.Builder graph,
      Op op,
      String value,
      String logits,
      Map<String, Tensor> constants,
      Loss loss) {
    graph.node(SCORES, op, value);
    List<String> scores = List.of(SCORES);
    return new ClassifierGraph(graph.build(scores).upTo(scores), logits, constants, loss);
  }

  private static Node last(Graph.Builder graph, String name) {
    List<Node> nodes = graph.build(List.of(name)).nodes();
    Node last = nodes.get(nodes.size() - 1);
    if (!last.name().equals(name)) {
      throw notScores(name);
    }
    return last;
  }

  private static IllegalArgumentException notScores(String received) {
    return new IllegalArgumentException(
        "A classifier needs a model that ends in a sigmoid with one output, for two classes, or in"
            + " a softmax with an output for each class. Received: "
            + received);
  }

  private static String constant(
      String name, Tensor numbers, Graph.Builder graph, Map<String, Tensor> constants) {
    constants.put(name, numbers);
    return graph.parameter(name, numbers.shape());
  }

  /** The number of classes. */
  int classes() {
    return graph.shape(SCORES).size(1);
  }

  int logitColumns() {
    return graph.shape(logits).size(1);
  }

  /** The network that gives the scores, and the logits beside them. */
  Graph scoring() {
    return graph.upTo(List.of(SCORES, logits));
  }

  /** The numbers of all parameters: the model's weights and the constants. */
  Map<String, Tensor> parameters(Map<String, Tensor> weights) {
    Map<String, Tensor> parameters = new LinkedHashMap<>(constants);
    parameters.putAll(weights);
    return parameters;
  }
}
