package dev.kindling.engine;

import dev.kindling.graph.Add;
import dev.kindling.graph.BatchNormalization;
import dev.kindling.graph.Cast;
import dev.kindling.graph.Clip;
import dev.kindling.graph.Conv;
import dev.kindling.graph.Doubles;
import dev.kindling.graph.Dropout;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Flatten;
import dev.kindling.graph.Gelu;
import dev.kindling.graph.Gemm;
import dev.kindling.graph.Given;
import dev.kindling.graph.Graph;
import dev.kindling.graph.HardSwish;
import dev.kindling.graph.MaxPool;
import dev.kindling.graph.Mul;
import dev.kindling.graph.Op;
import dev.kindling.graph.Padding;
import dev.kindling.graph.Relu;
import dev.kindling.graph.Sigmoid;
import dev.kindling.graph.Transpose;
import dev.kindling.graph.Window;
import dev.kindling.tensor.Shape;
import java.util.List;
import java.util.Map;

/** Networks that the engine is tested with. */
final class Networks {

  private static final int N = Shape.FREE;
  private static final Window HALVES = new Window(2, 2, 2, 2, Padding.NONE);

  private final Graph.Builder builder = new Graph.Builder();

  private Networks() {}

  /**
   * The classifier that is trained from scratch: three convolutions with their poolings, two dense
   * layers, on pictures of bytes.
   */
  static Graph scratch(int height, int width) {
    Networks n = new Networks();
    Graph.Builder b = n.builder;
    b.input("image", ElementType.UINT8, Shape.of(N, height, width, 3));
    b.parameter("rescale", Shape.of());
    String x = b.node("cast", new Cast(), "image");
    x = b.node("rescaled", new Mul(), x, "rescale");
    x = b.node("first", Transpose.CHANNELS_FIRST, x);
    for (int filters : new int[] {32, 32, 64}) {
      x = n.conv(x, filters, 3);
      x = b.node("relu_" + x, new Relu(), x);
      x = b.node("pool_" + x, new MaxPool(HALVES), x);
    }
    x = b.node("last", Transpose.CHANNELS_LAST, x);
    x = b.node("flat", new Flatten(), x);
    x = n.gemm(x, 64);
    x = b.node("relu", new Relu(), x);
    x = b.node("dropped", new Dropout(0.5), x);
    x = n.gemm(x, 1);
    b.node("score", new Sigmoid(), x);
    return b.build(List.of("score"));
  }

  /** What is done to the colours of pictures of bytes, each by numbers of its own. */
  static Graph colours() {
    Networks n = new Networks();
    Graph.Builder b = n.builder;
    b.input("image", ElementType.UINT8, Shape.of(N, 9, 8, 3));
    b.parameter("scale", Shape.of(1, 3, 1, 1));
    b.parameter("offset", Shape.of(1, 3, 1, 1));
    String x = b.node("cast", new Cast(), "image");
    x = b.node("first", Transpose.CHANNELS_FIRST, x);
    x = b.node("scaled", new Mul(), x, "scale");
    x = n.conv(b.node("moved", new Add(), x, "offset"), 16, 3);
    n.gemm(b.node("flat", new Flatten(), x), 4);
    return b.build(List.of(n.latest()));
  }

  /** Values with several takers: shortcuts around convolutions, a ReLU that is pooled and kept. */
  static Graph shortcuts() {
    Networks n = new Networks();
    Graph.Builder b = n.builder;
    b.input("picture", ElementType.FLOAT, Shape.of(N, 3, 9, 8));
    String first = n.conv("picture", 16, 3);
    String relu = b.node("relu", new Relu(), first); // taken by a pooling and a convolution
    String pooled = b.node("pooled", new MaxPool(new Window(1, 1, 1, 1, Padding.NONE)), relu);
    String second = n.conv(relu, 16, 1); // taken by a ReLU and a sum
    String relu2 = b.node("relu2", new Relu(), second);
    String sum = b.node("sum", new Add(), second, pooled);
    String product = b.node("product", new Mul(), sum, relu2);
    String square = b.node("square", new Mul(), product, product);
    String dropped = b.node("dropped", new Dropout(0.3), square);
    String dropped2 = b.node("dropped2", new Dropout(0.3), square);
    String both = b.node("both", new Add(), dropped, dropped2);
    String last = b.node("last", Transpose.CHANNELS_LAST, both);
    n.gemm(b.node("flat", new Flatten(), last), 5);
    return b.build(List.of(n.latest()));
  }

  /** The same kernel, matrix and bias at work in two places. */
  static Graph sharedWeights() {
    Networks n = new Networks();
    Graph.Builder b = n.builder;
    b.input("picture", ElementType.FLOAT, Shape.of(N, 4, 7, 7));
    b.parameter("kernel", Shape.of(4, 4, 3, 3));
    b.parameter("bias", Shape.of(4));
    Conv same = new Conv(new Window(3, 3, 1, 1, new Padding(1, 1, 1, 1)));
    b.node("one", same, "picture", "kernel", "bias");
    b.node("relu", new Relu(), "one");
    b.node("two", same, "relu", "kernel", "bias");
    b.node("flat", new Flatten(), "two");
    b.parameter("matrix", Shape.of(196, 196));
    b.node("dense", new Gemm(), "flat", "matrix");
    b.node("denser", new Gemm(), "dense", "matrix");
    return b.build(List.of("denser"));
  }

  /**
   * Convolutions with normalizations, sums with shortcuts and functions behind them, in every
   * combination that is computed together, and one normalization behind a sum, which is not.
   */
  static Graph residual() {
    Networks n = new Networks();
    Graph.Builder b = n.builder;
    b.input("picture", ElementType.FLOAT, Shape.of(N, 3, 9, 8));
    String stem = b.node("stem", new Clip(0, 6), n.normalized(n.conv("picture", 16, 1)));
    String wide = n.normalized(n.conv(stem, 16, 1));
    wide = b.node("wide", new HardSwish(), wide);
    String narrow = b.node("sum", new Add(), stem, n.normalized(n.conv(wide, 16, 1)));
    String left = n.normalized(n.conv(narrow, 32, 3));
    String right = n.normalized(n.conv(narrow, 32, 3));
    String joined = b.node("joined", new Relu(), b.node("both", new Add(), left, right));
    String doubled = b.node("doubled", new Add(), n.conv(joined, 32, 1), joined);
    String normalized = b.node("again", new Clip(-1, 1), n.normalized(doubled));
    n.gemm(b.node("flat", new Flatten(), normalized), 4);
    return b.build(List.of(n.latest()));
  }

  /**
   * Pairs of convolutions one behind the other, with swish behind the first, GELU behind the
   * second.
   */
  static Graph chain(int pairs) {
    Networks n = new Networks();
    Graph.Builder b = n.builder;
    String x = b.input("picture", ElementType.FLOAT, Shape.of(N, 16, 9, 8));
    for (int i = 0; i < pairs; i++) {
      x = n.conv(x, 16, 1);
      x = b.node("swish" + i, new Mul(), x, b.node("sigmoid" + i, new Sigmoid(), x));
      x = b.node("gelu" + i, new Gelu(), n.conv(x, 16, 1));
    }
    n.gemm(b.node("flat", new Flatten(), x), 4);
    return b.build(List.of(n.latest()));
  }

  private int layers;

  private String latest() {
    return "layer" + layers;
  }

  private String conv(String input, int filters, int size) {
    Shape kernel = Shape.of(filters, builder.shape(input).size(1), size, size);
    return layer(new Conv(new Window(size, size, 1, 1, Padding.NONE)), input, kernel, filters);
  }

  private String normalized(String input) {
    Shape channels = Shape.of(builder.shape(input).size(1));
    String name = "normal_" + input;
    List<String> parameters = List.of("_scale", "_shift", "_mean", "_variance");
    parameters.forEach(parameter -> builder.parameter(name + parameter, channels));
    return builder.node(
        name,
        new BatchNormalization(1e-3, 0.9),
        input,
        name + "_scale",
        name + "_shift",
        name + "_mean",
        name + "_variance");
  }

  private String gemm(String input, int units) {
    return layer(new Gemm(), input, Shape.of(builder.shape(input).size(1), units), units);
  }

  private String layer(Op op, String input, Shape weight, int outputs) {
    layers++;
    builder.parameter(latest() + "_weight", weight);
    builder.parameter(latest() + "_bias", Shape.of(outputs));
    return builder.node(latest(), op, input, latest() + "_weight", latest() + "_bias");
  }

  /** Random numbers, weights so small that values neither vanish nor explode on their way. */
  static Comparison comparison(Graph graph, int batch) {
    Map<String, Doubles> given = Given.random(graph, batch, 1);
    graph
        .parameters()
        .forEach(
            (name, shape) -> {
              double scale = scale(name, shape);
              given.computeIfPresent(name, (key, numbers) -> times(numbers, scale));
            });
    return new Comparison(graph, batch, given);
  }

  private static double scale(String name, Shape shape) {
    if (name.equals("rescale") || name.equals("scale")) {
      return 1 / 255.0;
    }
    if (name.equals("offset")) {
      return 1;
    }
    return switch (shape.rank()) {
      case 4 -> Math.sqrt(6.0 / (shape.size(1) * shape.size(2) * shape.size(3)));
      case 2 -> Math.sqrt(6.0 / shape.size(0));
      default -> 0.1;
    };
  }

  private static Doubles times(Doubles numbers, double factor) {
    double[] scaled = new double[numbers.data().length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (factor * numbers.data()[i]);
    }
    return new Doubles(numbers.shape(), scaled);
  }
}
