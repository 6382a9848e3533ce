package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One operator at work on inputs of certain shapes: what the interpreter and the engine are tested
 * with. {@link #ALL} must hold every operator.
 *
 * @param shapes the shapes of the operator's inputs; a free outermost axis makes a value of the
 *     network, all else is a parameter
 */
public record OpCase(Op op, int batch, List<Shape> shapes) {

  private static final int N = Shape.FREE;

  private static final List<Op> ELEMENTWISE =
      List.of(
          new Clip(-0.3, 0.6),
          new Clip(0, 6),
          new Elu(1),
          new Elu(0.3),
          new Gelu(),
          new HardSigmoid(1 / 6.0, 0.5),
          new HardSigmoid(2, 0.5),
          new HardSwish(),
          new LeakyRelu(0.2),
          new Relu(),
          new Sigmoid(),
          new Softplus(),
          new Tanh());

  public static final List<OpCase> ALL = all();

  private static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    broadcasting(cases, new Add());
    broadcasting(cases, new Mul());
    convolutions(cases);
    pools(cases);
    add(cases, new Cast(), 2, Shape.of(N, 3, 5));
    add(cases, new Dropout(0.4), 3, Shape.of(N, 7));
    add(cases, new Dropout(0.25), 1, Shape.of(N, 3, 5, 7));
    add(cases, new Dropout(0), 2, Shape.of(N, 4));
    add(cases, new Dropout(0.3, Dropout.Unit.CHANNEL), 2, Shape.of(N, 16, 3, 4));
    add(cases, new Dropout(0.5, Dropout.Unit.CHANNEL), 3, Shape.of(N, 3, 4, 5));
    add(cases, new Dropout(0.5, Dropout.Unit.SAMPLE), 6, Shape.of(N, 16, 3, 4));
    add(cases, new Dropout(0.5, Dropout.Unit.SAMPLE), 5, Shape.of(N, 3));
    add(cases, new GaussianNoise(0.2), 2, Shape.of(N, 16, 3, 4));
    add(cases, new GaussianNoise(0.5), 3, Shape.of(N, 5));
    add(cases, new Flatten(), 2, Shape.of(N, 3, 5, 7));
    add(cases, new Flatten(), 3, Shape.of(N, 5));
    add(cases, new Gemm(), 1, Shape.of(N, 1), Shape.of(1, 1), Shape.of(1));
    add(cases, new Gemm(), 5, Shape.of(N, 7), Shape.of(7, 3), Shape.of(3));
    add(cases, new Gemm(), 3, Shape.of(N, 33), Shape.of(33, 17));
    add(cases, new Gemm(), 1, Shape.of(N, 64), Shape.of(64, 32), Shape.of(32));
    add(cases, new Reshape(Shape.of(3, 4)), 2, Shape.of(N, 12));
    add(cases, new Reshape(Shape.of(3, 5, 7)), 2, Shape.of(N, 105));
    add(cases, new Reshape(Shape.of(105)), 1, Shape.of(N, 3, 5, 7));
    for (Op elementwise : ELEMENTWISE) {
      add(cases, elementwise, 3, Shape.of(N, 5));
      add(cases, elementwise, 1, Shape.of(N, 3, 5, 7));
      add(cases, elementwise, 2, Shape.of(N, 16, 4, 4));
    }
    for (Op softmax : List.of(new Softmax(), new LogSoftmax())) {
      add(cases, softmax, 4, Shape.of(N, 2));
      add(cases, softmax, 1, Shape.of(N, 7));
      add(cases, softmax, 2, Shape.of(N, 2, 3, 5));
    }
    add(cases, new PRelu(), 2, Shape.of(N, 7), Shape.of(7));
    add(cases, new PRelu(), 2, Shape.of(N, 3, 5, 4), Shape.of(3, 1, 1));
    add(cases, new PRelu(), 1, Shape.of(N, 17, 3, 4), Shape.of(17, 3, 4));
    normalizations(cases);
    concatenations(cases);
    for (boolean linear : new boolean[] {false, true}) {
      add(cases, new Resize(2, 3, linear), 2, Shape.of(N, 3, 4, 5));
      add(cases, new Resize(2, 2, linear), 1, Shape.of(N, 16, 3, 3));
    }
    Padding uneven = new Padding(1, 0, 2, 3);
    add(cases, new Pad(uneven), 2, Shape.of(N, 3, 4, 5));
    add(cases, new Pad(uneven), 1, Shape.of(N, 16, 4, 5));
    add(cases, new Slice(uneven), 2, Shape.of(N, 3, 5, 7));
    add(cases, new Slice(uneven), 1, Shape.of(N, 16, 4, 4));
    add(cases, Transpose.CHANNELS_FIRST, 2, Shape.of(N, 3, 5, 7));
    add(cases, Transpose.CHANNELS_LAST, 2, Shape.of(N, 3, 5, 7));
    add(cases, Transpose.CHANNELS_LAST, 1, Shape.of(N, 16, 4, 6));
    add(cases, new Transpose(List.of(0, 2, 1)), 3, Shape.of(N, 2, 5));
    return List.copyOf(cases);
  }

  private static void broadcasting(List<OpCase> cases, Op op) {
    add(cases, op, 2, Shape.of(N, 3), Shape.of(N, 3));
    add(cases, op, 1, Shape.of(N, 1), Shape.of(1));
    add(cases, op, 1, Shape.of(N, 3), Shape.of(3));
    add(cases, op, 1, Shape.of(1, 3, 4, 4), Shape.of(N, 3, 4, 4));
    add(cases, op, 3, Shape.of(N, 4, 5), Shape.of());
    add(cases, op, 3, Shape.of(), Shape.of(N, 4, 5));
    add(cases, op, 2, Shape.of(N, 3, 5, 7), Shape.of(7));
    add(cases, op, 2, Shape.of(N, 3, 5, 7), Shape.of(3, 1, 1));
    add(cases, op, 1, Shape.of(N, 3, 5, 7), Shape.of(1, 3, 5, 1));
    add(cases, op, 2, Shape.of(N, 3, 5, 7), Shape.of(N, 3, 1, 1));
    add(cases, op, 2, Shape.of(N, 1, 5), Shape.of(N, 3, 5));
    add(cases, op, 3, Shape.of(1, 16, 1, 1), Shape.of(N, 16, 4, 4));
  }

  private static void convolutions(List<OpCase> cases) {
    convolution(cases, 2, 3, 5, 7, 4, square(3));
    convolution(cases, 1, 1, 4, 4, 1, new Window(1, 1, 1, 1, Padding.NONE));
    convolution(cases, 2, 2, 7, 6, 3, new Window(3, 2, 2, 1, Padding.NONE));
    convolution(cases, 1, 3, 6, 6, 2, new Window(3, 3, 2, 2, new Padding(0, 0, 1, 1)));
    convolution(cases, 2, 3, 5, 5, 4, new Window(3, 3, 1, 1, new Padding(1, 1, 1, 1)));
    convolution(cases, 1, 2, 4, 5, 3, new Window(4, 2, 1, 3, new Padding(1, 0, 2, 1)));
    convolution(cases, 3, 16, 5, 5, 16, square(3));
    convolution(cases, 1, 17, 4, 5, 33, square(2));
    add(cases, new Conv(square(3)), 2, Shape.of(N, 3, 6, 5), Shape.of(4, 3, 3, 3));
    Window padded = new Window(3, 3, 1, 1, new Padding(1, 1, 1, 1));
    Window stepping = new Window(3, 3, 2, 2, new Padding(0, 0, 1, 1));
    Conv.Dilation two = new Conv.Dilation(2, 2);
    convolution(cases, 2, 4, 7, 6, 6, new Conv(square(3), two, 1));
    convolution(cases, 1, 3, 6, 7, 2, new Conv(square(2), new Conv.Dilation(1, 3), 1));
    convolution(cases, 2, 4, 5, 6, 6, new Conv(padded, Conv.Dilation.NONE, 2));
    convolution(cases, 1, 32, 4, 4, 32, new Conv(stepping, Conv.Dilation.NONE, 2));
    convolution(cases, 2, 5, 6, 5, 5, new Conv(padded, Conv.Dilation.NONE, 5));
    convolution(cases, 2, 16, 7, 7, 16, new Conv(stepping, Conv.Dilation.NONE, 16));
    convolution(cases, 1, 3, 6, 6, 6, new Conv(padded, Conv.Dilation.NONE, 3));
    convolution(cases, 2, 16, 6, 7, 16, new Conv(padded, two, 16));
    Window five = new Window(5, 5, 1, 1, new Padding(2, 2, 2, 2));
    convolution(cases, 2, 24, 5, 6, 24, new Conv(five, Conv.Dilation.NONE, 24));
    convolution(cases, 2, 32, 6, 7, 32, new Conv(five, Conv.Dilation.NONE, 32));
    Window fiveStepping = new Window(5, 5, 2, 2, new Padding(1, 1, 2, 2));
    convolution(cases, 2, 16, 8, 10, 16, new Conv(fiveStepping, Conv.Dilation.NONE, 16));
    Window fiveOdd = new Window(5, 5, 2, 2, new Padding(2, 2, 2, 2));
    convolution(cases, 3, 16, 7, 9, 16, new Conv(fiveOdd, Conv.Dilation.NONE, 16));
    Window four = new Window(3, 4, 1, 1, new Padding(1, 1, 1, 2));
    convolution(cases, 2, 16, 5, 6, 16, new Conv(four, Conv.Dilation.NONE, 16));
    Conv depthwise = new Conv(square(3), Conv.Dilation.NONE, 4);
    add(cases, depthwise, 2, Shape.of(N, 4, 6, 5), Shape.of(4, 1, 3, 3));
  }

  private static void normalizations(List<OpCase> cases) {
    for (int[] sizes : new int[][] {{3, 4, 5, 6}, {2, 16, 3, 3}, {1, 3, 4, 4}, {5, 7}, {4, 1}}) {
      Shape channels = Shape.of(sizes[1]);
      Shape value = Shape.of(sizes).withBatch(N);
      Op op = new BatchNormalization(1e-3, 0.9);
      add(cases, op, sizes[0], value, channels, channels, channels, channels);
    }
    for (int[] sizes : new int[][] {{3, 4, 5, 6}, {1, 3, 4, 16}, {5, 7}, {1, 2}}) {
      Shape last = Shape.of(sizes[sizes.length - 1]);
      Shape value = Shape.of(sizes).withBatch(N);
      add(cases, new LayerNormalization(1e-3), sizes[0], value, last, last);
    }
  }

  private static void concatenations(List<OpCase> cases) {
    add(cases, new Concat(1), 2, Shape.of(N, 3), Shape.of(N, 4));
    add(cases, new Concat(1), 1, Shape.of(N, 16, 3, 4), Shape.of(N, 32, 3, 4));
    add(cases, new Concat(1), 2, Shape.of(N, 3, 4, 5), Shape.of(N, 1, 4, 5), Shape.of(N, 6, 4, 5));
    add(cases, new Concat(2), 2, Shape.of(N, 3, 4, 5), Shape.of(N, 3, 2, 5));
    add(cases, new Concat(3), 1, Shape.of(N, 3, 4, 5), Shape.of(N, 3, 4, 1));
  }

  private static void convolution(
      List<OpCase> cases, int batch, int channels, int h, int w, int filters, Window window) {
    convolution(cases, batch, channels, h, w, filters, new Conv(window));
  }

  private static void convolution(
      List<OpCase> cases, int batch, int channels, int h, int w, int filters, Conv conv) {
    Window window = conv.window();
    add(
        cases,
        conv,
        batch,
        Shape.of(N, channels, h, w),
        Shape.of(filters, channels / conv.group(), window.height(), window.width()),
        Shape.of(filters));
  }

  private static void pools(List<OpCase> cases) {
    Window halves = new Window(2, 2, 2, 2, Padding.NONE);
    Window uneven = new Window(2, 2, 2, 2, new Padding(0, 0, 1, 1));
    Window oblong = new Window(3, 2, 2, 1, new Padding(1, 0, 0, 1));
    add(cases, new MaxPool(halves), 2, Shape.of(N, 3, 5, 7));
    add(cases, new MaxPool(halves), 1, Shape.of(N, 16, 4, 4));
    add(cases, new MaxPool(square(3)), 2, Shape.of(N, 2, 5, 6));
    add(cases, new MaxPool(uneven), 2, Shape.of(N, 3, 5, 5));
    add(cases, new MaxPool(oblong), 1, Shape.of(N, 17, 6, 5));
    for (Window window : List.of(halves, square(3), uneven, oblong)) {
      add(cases, new AveragePool(window), 2, Shape.of(N, 3, 5, 7));
      add(cases, new AveragePool(window), 1, Shape.of(N, 16, 4, 4));
      add(cases, new AveragePool(window), 1, Shape.of(N, 17, 6, 5));
    }
    for (Op pool : List.of(new GlobalAveragePool(), new GlobalMaxPool())) {
      add(cases, pool, 2, Shape.of(N, 3, 5, 7));
      add(cases, pool, 1, Shape.of(N, 16, 4, 4));
      add(cases, pool, 3, Shape.of(N, 2, 1, 1));
    }
  }

  private static Window square(int size) {
    return new Window(size, size, 1, 1, Padding.NONE);
  }

  private static void add(List<OpCase> cases, Op op, int batch, Shape... shapes) {
    cases.add(new OpCase(op, batch, List.of(shapes)));
  }

  /** The names of the operator's inputs: those of values begin with {@code x}, others with w. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      names.add((isValue(i) ? "x" : "w") + i);
    }
    return names;
  }

  private boolean isValue(int input) {
    return shapes.get(input).rank() > 0 && shapes.get(input).size(0) == N;
  }

  /** The operator alone, as a network whose output is {@code y}. */
  public Graph graph() {
    Graph.Builder builder = new Graph.Builder();
    operands(builder, (name, shape) -> builder.input(name, ElementType.FLOAT, shape));
    return output(builder, builder.node("y", op, names()));
  }

  /** The same; but each value is the sum of an input and a parameter, which can be trained. */
  public Graph behindSums() {
    Graph.Builder builder = new Graph.Builder();
    operands(builder, (name, shape) -> shifted(builder, name, shape));
    return output(builder, builder.node("y", op, names()));
  }

  /**
   * The same amid convolutions (where pictures go in or come out) and matrix products, which choose
   * orders of their own for the numbers in memory.
   */
  public Graph amidLayers() {
    Graph.Builder builder = new Graph.Builder();
    operands(
        builder,
        (name, shape) -> {
          if (shape.rank() == 3) {
            shifted(builder, name, shape);
            return;
          }
          int[] sizes = shape.toArray();
          int channels = sizes[1];
          sizes[1] = 3;
          builder.input("in_" + name, ElementType.FLOAT, Shape.of(sizes));
          layer(builder, name, "in_" + name, channels);
        });
    String result = builder.node("result", op, names());
    int rank = builder.shape(result).rank();
    return output(builder, rank == 3 ? result : layer(builder, "y", result, 5));
  }

  private static void shifted(Graph.Builder builder, String name, Shape shape) {
    String input = builder.input("in_" + name, ElementType.FLOAT, shape);
    String shift = builder.parameter("shift_" + name, shape.withBatch(1));
    builder.node(name, new Add(), input, shift);
  }

  private static String layer(Graph.Builder builder, String name, String input, int channels) {
    Shape shape = builder.shape(input);
    Op op = shape.rank() == 2 ? new Gemm() : new Conv(new Window(1, 1, 1, 1, Padding.NONE));
    Shape weight =
        shape.rank() == 2
            ? Shape.of(shape.size(1), channels)
            : Shape.of(channels, shape.size(1), 1, 1);
    builder.parameter("kernel_" + name, weight);
    builder.parameter("bias_" + name, Shape.of(channels));
    return builder.node(name, op, input, "kernel_" + name, "bias_" + name);
  }

  private static Graph output(Graph.Builder builder, String name) {
    return builder.build(List.of(name));
  }

  private void operands(Graph.Builder builder, BiConsumer<String, Shape> value) {
    for (int i = 0; i < shapes.size(); i++) {
      if (isValue(i)) {
        value.accept(names().get(i), shapes.get(i));
      } else {
        builder.parameter(names().get(i), shapes.get(i));
      }
    }
  }

  @Override
  public String toString() {
    return "%s of %s, batch %d".formatted(op, shapes, batch);
  }
}
