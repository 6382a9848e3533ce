package dev.kindling.onnx;

import dev.kindling.graph.BatchNormalization;
import dev.kindling.graph.Cast;
import dev.kindling.graph.Conv;
import dev.kindling.graph.Doubles;
import dev.kindling.graph.Dropout;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Flatten;
import dev.kindling.graph.Gemm;
import dev.kindling.graph.Graph;
import dev.kindling.graph.MaxPool;
import dev.kindling.graph.Mul;
import dev.kindling.graph.Node;
import dev.kindling.graph.Padding;
import dev.kindling.graph.Relu;
import dev.kindling.graph.Sigmoid;
import dev.kindling.graph.Transpose;
import dev.kindling.graph.Window;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Whole networks to write and read. */
final class Networks {

  private static final Window THREE = new Window(3, 3, 1, 1, Padding.NONE);
  private static final Window HALVES = new Window(2, 2, 2, 2, Padding.NONE);

  private Networks() {}

  /** The article's network for two classes, as a classifier's file holds it. */
  static OnnxModel article(int size) {
    Graph.Builder b = new Graph.Builder();
    String value = b.input("image", ElementType.UINT8, Shape.of(Shape.FREE, size, size, 3));
    value = b.node("pixels", new Cast(), value);
    value = b.node("rescaled", new Mul(), value, b.parameter("rescale", Shape.of()));
    value = b.node("channels_first", Transpose.CHANNELS_FIRST, value);
    int channels = 3;
    for (int layerNumber = 1; layerNumber <= 3; layerNumber++) {
      String layer = "conv2d_" + layerNumber;
      int filters = layerNumber < 3 ? 32 : 64;
      String kernel = b.parameter(layer + "/kernel", Shape.of(filters, channels, 3, 3));
      String bias = b.parameter(layer + "/bias", Shape.of(filters));
      value = b.node(layer, new Conv(THREE), value, kernel, bias);
      value = b.node(layer + "/relu", new Relu(), value);
      value = b.node(layer + "/max_pooling", new MaxPool(HALVES), value);
      channels = filters;
    }
    value = b.node("channels_last", Transpose.CHANNELS_LAST, value);
    value = b.node("flatten", new Flatten(), value);
    value = dense(b, "dense", value, 64);
    value = b.node("dense/relu", new Relu(), value);
    value = b.node("dropout", new Dropout(0.5), value);
    value = dense(b, "dense_1", value, 1);
    value = b.node("logits", new Gemm(), value, b.parameter("two_classes", Shape.of(1, 2)));
    b.node("scores", new Sigmoid(), value);
    Graph graph = b.build(List.of("scores"));
    Map<String, Tensor> weights = weights(graph);
    weights.put("rescale", Tensor.of(Shape.of(), new float[] {1 / 255f}));
    weights.put("two_classes", Tensor.of(Shape.of(1, 2), new float[] {-1, 1}));
    return new OnnxModel(graph, weights, Map.of("kindling.labels", "[\"cats\",\"狗\"]"));
  }

  private static String dense(Graph.Builder b, String layer, String value, int units) {
    int inputs = b.shape(value).size(1);
    String kernel = b.parameter(layer + "/kernel", Shape.of(inputs, units));
    String bias = b.parameter(layer + "/bias", Shape.of(units));
    return b.node(layer, new Gemm(), value, kernel, bias);
  }

  /** Random numbers, the smaller the more of them are added up: no sigmoid is at its end. */
  static Map<String, Tensor> weights(Graph graph) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Random random = new Random(7);
    graph
        .parameters()
        .forEach(
            (name, shape) -> {
              Tensor numbers = Doubles.random(shape, random).toTensor();
              if (shape.rank() >= 2) {
                int elements = numbers.data().length;
                double addends = Math.max(shape.size(0), elements / shape.size(0));
                for (int i = 0; i < elements; i++) {
                  numbers.data()[i] /= (float) Math.sqrt(addends / 3);
                }
              }
              weights.put(name, numbers);
            });
    for (Node node : graph.nodes()) {
      if (node.op() instanceof BatchNormalization) {
        float[] variance = Objects.requireNonNull(weights.get(node.inputs().get(4))).data();
        for (int i = 0; i < variance.length; i++) {
          variance[i] = 0.5f + Math.abs(variance[i]);
        }
      }
    }
    return weights;
  }
}
