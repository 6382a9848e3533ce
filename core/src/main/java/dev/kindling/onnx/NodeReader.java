package dev.kindling.onnx;

import dev.kindling.graph.Add;
import dev.kindling.graph.Cast;
import dev.kindling.graph.Conv;
import dev.kindling.graph.Dropout;
import dev.kindling.graph.Flatten;
import dev.kindling.graph.Gemm;
import dev.kindling.graph.MaxPool;
import dev.kindling.graph.Mul;
import dev.kindling.graph.Op;
import dev.kindling.graph.Padding;
import dev.kindling.graph.Relu;
import dev.kindling.graph.Sigmoid;
import dev.kindling.graph.Softmax;
import dev.kindling.graph.Transpose;
import dev.kindling.graph.Window;
import dev.kindling.onnx.schema.NodeProto;
import dev.kindling.onnx.schema.TensorProto;
import dev.kindling.tensor.Shape;
import java.util.ArrayList;
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
      case "Cast" -> cast();
      case "Constant" -> constant();
      case "Conv" -> conv();
      case "Dropout" -> dropout();
      case "Flatten" -> flatten();
      case "Gemm" -> gemm();
      case "MatMul" -> add(new Gemm(), 2, 2);
      case "MaxPool" -> maxPool();
      case "Mul" -> add(new Mul(), 2, 2);
      case "Relu" -> add(new Relu(), 1, 1);
      case "Sigmoid" -> add(new Sigmoid(), 1, 1);
      case "Softmax" -> softmax();
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
    attributes.only("group", 1);
    attributes.only("dilations", new int[] {1, 1});
    Shape kernel = requireAxes(4, graph.shape(node, inputs.get(1)));
    add(new Conv(window(new int[] {kernel.size(2), kernel.size(3)})), 2, 3);
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
    graph.add(node, new Dropout(rate), inputs.subList(0, 1));
  }

  private void flatten() throws UnreadableModelException {
    attributes.only("axis", 1);
    add(new Flatten(), 1, 1);
  }

  private void gemm() throws UnreadableModelException {
    requireInputs(2, 3);
    attributes.only("alpha", 1f);
    attributes.only("beta", 1f);
    attributes.only("transA", 0);
    long transB = attributes.integer("transB", 0);
    attributes.finish();
    requireAxes(2, graph.shape(node, inputs.get(1)));
    if (transB != 0) {
      inputs.set(1, graph.transposed(inputs.get(1)));
    }
    graph.addGemm(node, inputs);
  }

  private void maxPool() throws UnreadableModelException {
    attributes.only("ceil_mode", 0);
    attributes.only("dilations", new int[] {1, 1});
    attributes.only("storage_order", 0);
    Window window = window(new int[] {0, 0});
    Padding padding = window.padding();
    if (Math.max(padding.top(), padding.bottom()) >= window.height()
        || Math.max(padding.left(), padding.right()) >= window.width()) {
      throw new MalformedModelException(
          "has windows with nothing but padding in %s".formatted(Wording.node(node)));
    }
    add(new MaxPool(window), 1, 1);
  }

  private void softmax() throws UnreadableModelException {
    requireInputs(1, 1);
    int last = graph.shape(node, inputs.get(0)).rank() - 1;
    long axis = attributes.integer("axis", -1);
    if (axis != -1 && axis != last) {
      throw new UnsupportedModelException(
          "has axis=%d in %s; Kindling knows only the last axis"
              .formatted(axis, Wording.node(node)));
    }
    add(new Softmax(), 1, 1);
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
  private Window window(int[] size) throws UnreadableModelException {
    int[] kernel = attributes.integers("kernel_shape", size, 1, MOST_PIXELS);
    int[] strides = attributes.integers("strides", new int[] {1, 1}, 1, MOST_PIXELS);
    int[] pads = attributes.integers("pads", new int[4], 0, MOST_PIXELS);
    String autoPad = attributes.text("auto_pad", "NOTSET");
    if (autoPad.equals("VALID")) {
      pads = new int[4];
    } else if (!autoPad.equals("NOTSET")) {
      throw new UnsupportedModelException(
          "has auto_pad=%s in %s; Kindling reads padding that is given in pixels"
              .formatted(Wording.quoted(autoPad), Wording.node(node)));
    }
    if (kernel[0] < 1 || kernel[1] < 1) {
      throw new MalformedModelException("has no kernel_shape in " + Wording.node(node));
    }
    Padding padding = new Padding(pads[0], pads[1], pads[2], pads[3]);
    return new Window(kernel[0], kernel[1], strides[0], strides[1], padding);
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
