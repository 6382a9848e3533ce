package dev.kindling.onnx;

import dev.kindling.graph.Add;
import dev.kindling.graph.AveragePool;
import dev.kindling.graph.BatchNormalization;
import dev.kindling.graph.Cast;
import dev.kindling.graph.Clip;
import dev.kindling.graph.Concat;
import dev.kindling.graph.Conv;
import dev.kindling.graph.Dropout;
import dev.kindling.graph.Elu;
import dev.kindling.graph.Flatten;
import dev.kindling.graph.GaussianNoise;
import dev.kindling.graph.Gelu;
import dev.kindling.graph.Gemm;
import dev.kindling.graph.GlobalAveragePool;
import dev.kindling.graph.GlobalMaxPool;
import dev.kindling.graph.HardSigmoid;
import dev.kindling.graph.HardSwish;
import dev.kindling.graph.LayerNormalization;
import dev.kindling.graph.LeakyRelu;
import dev.kindling.graph.LogSoftmax;
import dev.kindling.graph.MaxPool;
import dev.kindling.graph.Mul;
import dev.kindling.graph.Op;
import dev.kindling.graph.PRelu;
import dev.kindling.graph.Pad;
import dev.kindling.graph.Padding;
import dev.kindling.graph.Relu;
import dev.kindling.graph.Reshape;
import dev.kindling.graph.Resize;
import dev.kindling.graph.Sigmoid;
import dev.kindling.graph.Slice;
import dev.kindling.graph.Softmax;
import dev.kindling.graph.Softplus;
import dev.kindling.graph.Tanh;
import dev.kindling.graph.Transpose;
import dev.kindling.graph.Window;
import dev.kindling.onnx.schema.NodeProto;
import dev.kindling.onnx.schema.TensorProto;
import dev.kindling.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads one node of a file: what its operator and attributes mean in ONNX, opsets 13 and later, as
 * an operator of the network. What would mean something else is refused by name.
 */
final class NodeReader {

  /** Far above any picture, and far below what makes sums of sizes overflow. */
  private static final int MOST_PIXELS = 1 << 24;

  private final NodeProto node;
  private final GraphReader graph;
  private final Attributes attributes;
  private final List<String> inputs;

  NodeReader(NodeProto node, GraphReader graph) throws MalformedModelException {
    this.node = node;
    this.graph = graph;
    this.attributes = new Attributes(node);
    this.inputs = new ArrayList<>(node.getInputList());
    while (!inputs.isEmpty() && inputs.get(inputs.size() - 1).isEmpty()) {
      inputs.remove(inputs.size() - 1); // optional inputs that are left out
    }
  }

  void read() throws UnreadableModelException {
    boolean standard = node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
    switch (standard ? node.getOpType() : "") {
      case "Add" -> add(new Add(), 2, 2);
      case "AveragePool" -> averagePool();
      case "BatchNormalization" -> batchNormalization();
      case "Cast" -> cast();
      case "Clip" -> clip();
      case "Concat" -> concat();
      case "Constant" -> constant();
      case "Conv" -> conv();
      case "Dropout" -> dropout();
      case "Elu" -> add(new Elu(attributes.decimal("alpha", 1)), 1, 1);
      case "Flatten" -> flatten();
      case "Gelu" -> gelu();
      case "Gemm" -> gemm();
      case "GlobalAveragePool" -> add(new GlobalAveragePool(), 1, 1);
      case "GlobalMaxPool" -> add(new GlobalMaxPool(), 1, 1);
      case "HardSigmoid" -> hardSigmoid();
      case "HardSwish" -> add(new HardSwish(), 1, 1);
      case "Identity" -> identity();
      case "LayerNormalization" -> layerNormalization();
      case "LeakyRelu" -> add(new LeakyRelu(attributes.decimal("alpha", 0.01)), 1, 1);
      case "LogSoftmax" -> softmax(new LogSoftmax());
      case "MatMul" -> add(new Gemm(), 2, 2);
      case "MaxPool" -> maxPool();
      case "Mul" -> add(new Mul(), 2, 2);
      case "Pad" -> pad();
      case "PRelu" -> add(new PRelu(), 2, 2);
      case "Relu" -> add(new Relu(), 1, 1);
      case "Reshape" -> reshape();
      case "Resize" -> resize();
      case "Sigmoid" -> add(new Sigmoid(), 1, 1);
      case "Slice" -> slice();
      case "Softmax" -> softmax(new Softmax());
      case "Softplus" -> add(new Softplus(), 1, 1);
      case "Tanh" -> add(new Tanh(), 1, 1);
      case "Transpose" -> transpose();
      default ->
          throw new UnsupportedModelException(
              "uses an operator that Kindling does not know: %s%s in %s"
                  .formatted(
                      standard ? "" : Wording.quoted(node.getDomain()) + " ",
                      Wording.quoted(node.getOpType()),
                      Wording.node(node)));
    }
  }

  private void averagePool() throws UnreadableModelException {
    attributes.only("count_include_pad", 0);
    attributes.only("dilations", new int[] {1, 1});
    add(new AveragePool(poolingWindow()), 1, 1);
  }

  private void batchNormalization() throws UnreadableModelException {
    attributes.only("training_mode", 0);
    double epsilon = attributes.decimal("epsilon", 1e-5);
    double momentum = attributes.decimal("momentum", 0.9);
    add(new BatchNormalization(epsilon, momentum), 5, 5);
  }

  private void clip() throws UnreadableModelException {
    requireInputs(1, 3);
    attributes.finish();
    double min = inputs.size() > 1 && !inputs.get(1).isEmpty() ? constant(1) : -Float.MAX_VALUE;
    double max = inputs.size() > 2 ? constant(2) : Float.MAX_VALUE;
    if (!(min < max)) {
      throw new MalformedModelException(
          "has the bounds %s and %s in %s".formatted(min, max, Wording.node(node)));
    }
    graph.add(node, new Clip(min, max), inputs.subList(0, 1));
  }

  private double constant(int input) throws UnreadableModelException {
    return graph.constants().scalar(inputs.get(input));
  }

  private void concat() throws UnreadableModelException {
    requireInputs(1, MOST_PIXELS);
    int rank = graph.shape(node, inputs.get(0)).rank();
    long axis = attributes.integer("axis", 0);
    long fromFront = axis < 0 ? axis + rank : axis;
    if (fromFront < 1 || fromFront >= rank) {
      throw new UnsupportedModelException(
          "has axis=%d in %s; Kindling knows only the axes behind the first"
              .formatted(axis, Wording.node(node)));
    }
    add(new Concat((int) fromFront), 1, MOST_PIXELS);
  }

  private void cast() throws UnreadableModelException {
    attributes.only("to", DataTypes.FLOAT);
    attributes.ignore("saturate", "round_mode"); // they concern 8-bit floats
    add(new Cast(), 1, 1);
  }

  private void constant() throws UnreadableModelException {
    TensorProto value = attributes.tensor("value");
    attributes.finish();
    if (value == null) {
      throw new MalformedModelException("has no value in " + Wording.node(node));
    }
    graph.constant(node.getOutput(0), value);
  }

  private void conv() throws UnreadableModelException {
    requireInputs(2, 3);
    long group = attributes.integer("group", 1);
    int[] dilations = attributes.integers("dilations", new int[] {1, 1}, 1, MOST_PIXELS);
    Shape kernel = requireAxes(4, graph.shape(node, inputs.get(1)));
    if (group < 1 || group > kernel.size(0)) {
      throw new MalformedModelException("has group=%d in %s".formatted(group, Wording.node(node)));
    }
    Window window = window(new int[] {kernel.size(2), kernel.size(3)}, dilations);
    Conv.Dilation dilation = new Conv.Dilation(dilations[0], dilations[1]);
    add(new Conv(window, dilation, (int) group), 2, 3);
  }

  private void dropout() throws UnreadableModelException {
    if (inputs.size() > 2) {
      throw new UnsupportedModelException(
          "has a training mode in %s; Kindling reads networks made ready for inference"
              .formatted(Wording.node(node)));
    }
    requireInputs(1, 2);
    attributes.ignore("seed");
    attributes.finish();
    double rate = inputs.size() == 2 ? graph.constants().scalar(inputs.get(1)) : 0.5;
    if (!(rate >= 0 && rate < 1)) {
      throw new MalformedModelException(
          "has the rate %s in %s; it must be at least 0 and below 1"
              .formatted(rate, Wording.node(node)));
    }
    Dropout dropout = new Dropout(rate, TrainingNotes.unit(node.getDocString()));
    graph.add(node, dropout, inputs.subList(0, 1));
  }

  private void flatten() throws UnreadableModelException {
    requireInputs(1, 1);
    int rank = graph.shape(node, inputs.get(0)).rank();
    long axis = attributes.integer("axis", 1);
    if (axis != 1 && axis + rank != 1) {
      throw new UnsupportedModelException(
          "has axis=%d in %s; Kindling flattens what is behind the first axis"
              .formatted(axis, Wording.node(node)));
    }
    add(new Flatten(), 1, 1);
  }

  private void gemm() throws UnreadableModelException {
    requireInputs(2, 3);
    float alpha = attributes.number("alpha", 1);
    float beta = attributes.number("beta", 1);
    attributes.only("transA", 0);
    long transB = attributes.integer("transB", 0);
    attributes.finish();
    requireAxes(2, graph.shape(node, inputs.get(1)));
    if (transB != 0) {
      inputs.set(1, graph.transposed(inputs.get(1)));
    }
    if (alpha != 1) {
      inputs.set(1, graph.scaled(inputs.get(1), alpha));
    }
    if (beta != 1 && inputs.size() == 3) {
      inputs.set(2, graph.scaled(inputs.get(2), beta));
    }
    graph.addGemm(node, inputs);
  }

  private void gelu() throws UnreadableModelException {
    attributes.only("approximate", "none");
    add(new Gelu(), 1, 1);
  }

  private void hardSigmoid() throws UnreadableModelException {
    double alpha = attributes.decimal("alpha", 0.2);
    double beta = attributes.decimal("beta", 0.5);
    add(new HardSigmoid(alpha, beta), 1, 1);
  }

  private void identity() throws UnreadableModelException {
    double stddev = TrainingNotes.stddev(node.getDocString());
    add(stddev >= 0 ? new GaussianNoise(stddev) : new Cast(), 1, 1);
  }

  private void layerNormalization() throws UnreadableModelException {
    attributes.ignore("stash_type");
    double epsilon = attributes.decimal("epsilon", 1e-5);
    requireLastAxis();
    add(new LayerNormalization(epsilon), 3, 3);
  }

  private void maxPool() throws UnreadableModelException {
    attributes.only("dilations", new int[] {1, 1});
    attributes.only("storage_order", 0);
    add(new MaxPool(poolingWindow()), 1, 1);
  }

  private Window poolingWindow() throws UnreadableModelException {
    Window window = window(new int[] {0, 0}, new int[] {1, 1});
    Padding padding = window.padding();
    if (Math.max(padding.top(), padding.bottom()) >= window.height()
        || Math.max(padding.left(), padding.right()) >= window.width()) {
      throw new MalformedModelException(
          "has windows with nothing but padding in %s".formatted(Wording.node(node)));
    }
    return attributes.integer("ceil_mode", 0) == 0 ? window : withPartialPlaces(window);
  }

  /**
   * As much padding more behind as lets windows count that reach over the end, but begin before.
   */
  private Window withPartialPlaces(Window window) throws UnreadableModelException {
    Shape picture = requireAxes(4, graph.shape(node, inputs.get(0)));
    Padding pads = window.padding();
    int rows =
        partial(picture.size(2), pads.top(), pads.bottom(), window.height(), window.strideHeight());
    int columns =
        partial(picture.size(3), pads.left(), pads.right(), window.width(), window.strideWidth());
    Padding more =
        new Padding(pads.top(), pads.left(), pads.bottom() + rows, pads.right() + columns);
    return new Window(
        window.height(), window.width(), window.strideHeight(), window.strideWidth(), more);
  }

  private static int partial(int size, int before, int after, int window, int stride) {
    int room = size + before + after - window;
    int next = room < 0 ? 0 : (room / stride + 1) * stride;
    return room % stride == 0 || next >= size + before ? 0 : next - room;
  }

  private void pad() throws UnreadableModelException {
    attributes.only("mode", "constant");
    attributes.finish();
    requireInputs(2, 3);
    requireAxes(4, graph.shape(node, inputs.get(0)));
    int[] pads = constants(1, 0);
    if (pads.length != 8) {
      throw new MalformedModelException(
          "must have 8 numbers of padding in %s. Received: %d"
              .formatted(Wording.node(node), pads.length));
    }
    if ((inputs.size() == 3 && constant(2) != 0) || pads[0] + pads[1] + pads[4] + pads[5] > 0) {
      throw new UnsupportedModelException(
          "pads otherwise than with zeros around pictures in " + Wording.node(node));
    }
    Padding padding = new Padding(pads[2], pads[3], pads[6], pads[7]);
    graph.add(node, new Pad(padding), inputs.subList(0, 1));
  }

  /** A new shape of each row; the batch axis stays as it is. */
  private void reshape() throws UnreadableModelException {
    requireInputs(2, 2);
    attributes.only("allowzero", 0);
    attributes.finish();
    Shape input = graph.shape(node, inputs.get(0));
    int[] sizes = constants(1, -1);
    long rest = input.withoutBatch().elements();
    int free = -1;
    for (int axis = 1; axis < sizes.length; axis++) {
      if (sizes[axis] == 0 && axis < input.rank()) {
        sizes[axis] = input.size(axis);
      }
      if (sizes[axis] == -1 && free < 0 && sizes[0] != -1) {
        free = axis;
      } else if (sizes[axis] < 1 || rest % sizes[axis] != 0) {
        throw cannotReshape(input, sizes);
      } else {
        rest /= sizes[axis];
      }
    }
    if (free > 0) {
      sizes[free] = (int) rest;
    } else if (sizes.length < 2 || rest != 1) {
      throw cannotReshape(input, sizes);
    }
    Shape row = Shape.of(sizes).withoutBatch();
    graph.add(node, new Reshape(row), inputs.subList(0, 1));
  }

  private UnsupportedModelException cannotReshape(Shape input, int[] sizes) {
    return new UnsupportedModelException(
        "reshapes %s to %s in %s; Kindling reshapes rows of a batch one by one"
            .formatted(input, Arrays.toString(sizes), Wording.node(node)));
  }

  private void resize() throws UnreadableModelException {
    String mode = attributes.text("mode", "nearest");
    boolean linear = mode.equals("linear");
    String places = attributes.text("coordinate_transformation_mode", "half_pixel");
    String rounding = attributes.text("nearest_mode", "round_prefer_floor");
    attributes.ignore(
        "cubic_coeff_a", "exclude_outside", "extrapolation_value", "keep_aspect_ratio_policy");
    attributes.finish();
    requireInputs(3, 4);
    Shape picture = requireAxes(4, graph.shape(node, inputs.get(0)));
    float[] scales =
        inputs.size() == 4 ? scales(picture) : graph.constants().floats(inputs.get(2)).data();
    boolean whole = scales.length == 4 && scales[0] == 1 && scales[1] == 1;
    for (float scale : scales) {
      whole &= scale >= 1 && scale <= MOST_PIXELS && scale == Math.rint(scale);
    }
    // By whole factors no centre lies half-way between two others: both ways to round are one.
    boolean centred = places.equals("half_pixel") && rounding.startsWith("round_prefer_");
    boolean repeated = centred || (places.equals("asymmetric") && rounding.equals("floor"));
    boolean known = (linear && places.equals("half_pixel")) || (mode.equals("nearest") && repeated);
    if (!whole || !known) {
      throw new UnsupportedModelException(
          "resizes otherwise than by whole factors, repeated or in straight lines between centres, in "
              + Wording.node(node));
    }
    Resize resize = new Resize((int) scales[2], (int) scales[3], linear);
    graph.add(node, resize, inputs.subList(0, 1));
  }

  /** By which factors pictures are resized to the four sizes that are given. */
  private float[] scales(Shape picture) throws UnreadableModelException {
    int[] sizes = constants(3, 1);
    float[] scales = new float[sizes.length];
    for (int axis = 0; axis < sizes.length && sizes.length == 4; axis++) {
      boolean free = picture.size(axis) == Shape.FREE;
      scales[axis] = free ? 1 : (float) ((double) sizes[axis] / picture.size(axis));
    }
    return scales;
  }

  private void slice() throws UnreadableModelException {
    requireInputs(4, 5);
    attributes.finish();
    Shape picture = requireAxes(4, graph.shape(node, inputs.get(0)));
    int[] starts = constants(1, Integer.MIN_VALUE);
    int[] ends = constants(2, Integer.MIN_VALUE);
    int[] axes = constants(3, -4);
    boolean known = starts.length == axes.length && ends.length == axes.length;
    for (int step : inputs.size() == 5 ? constants(4, Integer.MIN_VALUE) : new int[0]) {
      known &= step == 1;
    }
    int[] before = new int[4];
    int[] after = new int[4];
    for (int i = 0; known && i < axes.length; i++) {
      int axis = axes[i] < 0 ? axes[i] + 4 : axes[i];
      known = axis == 2 || axis == 3;
      if (known) {
        int size = picture.size(axis);
        before[axis] = fromFront(starts[i], size);
        after[axis] = size - fromFront(ends[i], size);
      }
    }
    if (!known) {
      throw new UnsupportedModelException(
          "cuts otherwise than rows and columns in " + Wording.node(node));
    }
    Padding cut = new Padding(before[2], before[3], after[2], after[3]);
    graph.add(node, new Slice(cut), inputs.subList(0, 1));
  }

  private static int fromFront(int place, int size) {
    return Math.max(0, Math.min(size, place < 0 ? place + size : place));
  }

  /** The whole numbers of a constant input; those too great for any picture are cut. */
  private int[] constants(int input, int least) throws UnreadableModelException {
    long[] numbers = graph.constants().integers(inputs.get(input));
    int[] values = new int[numbers.length];
    for (int i = 0; i < values.length; i++) {
      if (numbers[i] < least) {
        throw new MalformedModelException(
            "has the number %d in %s".formatted(numbers[i], Wording.node(node)));
      }
      values[i] = (int) Math.min(numbers[i], MOST_PIXELS);
    }
    return values;
  }

  private void softmax(Op softmax) throws UnreadableModelException {
    requireInputs(1, 1);
    requireLastAxis();
    add(softmax, 1, 1);
  }

  private void requireLastAxis() throws UnreadableModelException {
    int last = graph.shape(node, inputs.get(0)).rank() - 1;
    long axis = attributes.integer("axis", -1);
    if (axis != -1 && axis != last) {
      throw new UnsupportedModelException(
          "has axis=%d in %s; Kindling knows only the last axis"
              .formatted(axis, Wording.node(node)));
    }
  }

  private void transpose() throws UnreadableModelException {
    requireInputs(1, 1);
    int rank = graph.shape(node, inputs.get(0)).rank();
    int[] reversed = IntStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
    int[] perm = attributes.integers("perm", reversed, 0, Math.max(0, rank - 1));
    if (IntStream.of(perm).distinct().count() != rank) {
      throw new MalformedModelException("names an axis twice in " + Wording.node(node));
    }
    add(new Transpose(IntStream.of(perm).boxed().toList()), 1, 1);
  }

  /** The window of a Conv or MaxPool; a size given by other means may be left out. */
  private Window window(int[] size, int[] dilations) throws UnreadableModelException {
    int[] kernel = attributes.integers("kernel_shape", size, 1, MOST_PIXELS);
    int[] strides = attributes.integers("strides", new int[] {1, 1}, 1, MOST_PIXELS);
    int[] pads = attributes.integers("pads", new int[4], 0, MOST_PIXELS);
    String autoPad = attributes.text("auto_pad", "NOTSET");
    if (kernel[0] < 1 || kernel[1] < 1) {
      throw new MalformedModelException("has no kernel_shape in " + Wording.node(node));
    }
    switch (autoPad) {
      case "NOTSET" -> {}
      case "VALID" -> pads = new int[4];
      case "SAME_UPPER", "SAME_LOWER" ->
          pads = samePads(kernel, strides, dilations, autoPad.equals("SAME_LOWER"));
      default ->
          throw new MalformedModelException(
              "has auto_pad=%s in %s".formatted(Wording.quoted(autoPad), Wording.node(node)));
    }
    Padding padding = new Padding(pads[0], pads[1], pads[2], pads[3]);
    return new Window(kernel[0], kernel[1], strides[0], strides[1], padding);
  }

  /** So much padding that the sizes are divided by the strides; an odd pixel at one end. */
  private int[] samePads(int[] kernel, int[] strides, int[] dilations, boolean moreBefore)
      throws UnreadableModelException {
    Shape picture = requireAxes(4, graph.shape(node, inputs.get(0)));
    int[] pads = new int[4];
    for (int axis = 0; axis < 2; axis++) {
      long size = picture.size(2 + axis);
      long places = (size + strides[axis] - 1) / strides[axis];
      long reach = (places - 1) * strides[axis] + (kernel[axis] - 1L) * dilations[axis] + 1;
      long all = Math.max(0, reach - size);
      if (all > MOST_PIXELS) {
        throw new MalformedModelException("pads without bounds in " + Wording.node(node));
      }
      int less = (int) (all / 2);
      int more = (int) all - less;
      pads[axis] = moreBefore ? more : less;
      pads[2 + axis] = moreBefore ? less : more;
    }
    return pads;
  }

  private void add(Op op, int leastInputs, int mostInputs) throws UnreadableModelException {
    requireInputs(leastInputs, mostInputs);
    attributes.finish();
    graph.add(node, op, inputs);
  }

  private void requireInputs(int least, int most) throws MalformedModelException {
    if (inputs.size() < least || inputs.size() > most) {
      throw new MalformedModelException(
          "must have %s inputs in %s. Received: %d"
              .formatted(
                  least == most ? String.valueOf(least) : least + " to " + most,
                  Wording.node(node),
                  inputs.size()));
    }
  }

  private Shape requireAxes(int rank, Shape shape) throws MalformedModelException {
    if (shape.rank() != rank) {
      throw new MalformedModelException(
          "must have %d axes in the weights of %s. Received: %s"
              .formatted(rank, Wording.node(node), shape));
    }
    return shape;
  }
}
