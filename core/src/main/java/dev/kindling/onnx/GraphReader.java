package dev.kindling.onnx;

import dev.kindling.graph.Add;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Gemm;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Input;
import dev.kindling.graph.Op;
import dev.kindling.onnx.schema.GraphProto;
import dev.kindling.onnx.schema.NodeProto;
import dev.kindling.onnx.schema.TensorProto;
import dev.kindling.onnx.schema.TensorShapeProto.Dimension;
import dev.kindling.onnx.schema.TypeProto;
import dev.kindling.onnx.schema.ValueInfoProto;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a file's graph, node after node, as a network. What a value is called in the file is its
 * name in the network; constants that nodes take become parameters.
 */
final class GraphReader {

  private final Constants constants = new Constants();
  private final Graph.Builder draft = new Graph.Builder();
  private final Map<String, Tensor> weights = new HashMap<>();
  private final Set<String> wholeNumbers = new HashSet<>();
  private final Set<String> values = new HashSet<>();
  private final Set<String> namesInFile = new HashSet<>();

  /** The network, and the numbers of its parameters. */
  record Network(Graph graph, Map<String, Tensor> weights) {}

  static Network read(GraphProto proto) throws UnreadableModelException {
    return new GraphReader().network(proto);
  }

  private Network network(GraphProto proto) throws UnreadableModelException {
    if (proto.getSparseInitializerCount() > 0) {
      throw new UnsupportedModelException("has sparse weights, which Kindling does not read");
    }
    proto.getInputList().forEach(input -> namesInFile.add(input.getName()));
    proto.getNodeList().forEach(node -> namesInFile.addAll(node.getOutputList()));
    for (TensorProto tensor : proto.getInitializerList()) {
      constants.add(tensor.getName(), tensor);
    }
    for (ValueInfoProto input : proto.getInputList()) {
      if (!constants.contains(input.getName())) { // old files list their weights as inputs too
        input(input);
      }
    }
    for (NodeProto node : proto.getNodeList()) {
      node(node);
    }
    return inOrderOfTheFile(draft.build(outputs(proto)));
  }

  private void input(ValueInfoProto input) throws UnreadableModelException {
    String name = input.getName();
    TypeProto.Tensor type = input.getType().getTensorType();
    ElementType elements =
        switch (type.getElemType()) {
          case DataTypes.FLOAT -> ElementType.FLOAT;
          case DataTypes.UINT8 -> ElementType.UINT8;
          default ->
              throw new UnsupportedModelException(
                  "takes %s as %s; Kindling gives float or uint8"
                      .formatted(Wording.quoted(name), DataTypes.name(type.getElemType())));
        };
    declare(name);
    draft.input(name, elements, inputShape(name, type.getShape().getDimList()));
    if (elements == ElementType.UINT8) {
      wholeNumbers.add(name);
    }
  }

  /** The batch axis is free, even where the file fixes it: no operator here depends on it. */
  private static Shape inputShape(String name, List<Dimension> dims)
      throws UnsupportedModelException {
    long elements = 1;
    int[] sizes = new int[dims.size()];
    for (int axis = 1; axis < sizes.length; axis++) {
      long size = dims.get(axis).getDimValue();
      if (size < 1 || size > Integer.MAX_VALUE / elements) {
        throw new UnsupportedModelException(
            "takes %s with an axis %d that is free or of an absurd size (%d); only the first may be free"
                .formatted(Wording.quoted(name), axis, size));
      }
      elements *= size;
      sizes[axis] = (int) size;
    }
    if (sizes.length == 0) {
      throw new UnsupportedModelException(
          "takes %s without saying its axes".formatted(Wording.quoted(name)));
    }
    return Shape.of(sizes).withBatch(Shape.FREE);
  }

  private void node(NodeProto node) throws UnreadableModelException {
    if (node.getOutputCount() == 0 || node.getOutput(0).isEmpty()) {
      throw new MalformedModelException("has a node without a value: " + Wording.node(node));
    }
    if (node.getOutputList().stream().skip(1).anyMatch(output -> !output.isEmpty())) {
      throw new UnsupportedModelException(
          "wants more than one value of %s; Kindling makes only the first"
              .formatted(Wording.node(node)));
    }
    new NodeReader(node, this).read();
  }

  /** Adds a Constant node's numbers. */
  void constant(String name, TensorProto tensor) throws MalformedModelException {
    declare(name);
    constants.add(name, tensor);
  }

  Constants constants() {
    return constants;
  }

  /** The shape of a value made before, or of a constant. */
  Shape shape(NodeProto node, String name) throws UnreadableModelException {
    Shape constant = constants.shape(name);
    if (constant != null) {
      return constant;
    }
    requireKnown(node, name);
    return draft.shape(name);
  }

  /** Adds an operator that gives the node's value. */
  void add(NodeProto node, Op op, List<String> inputs) throws UnreadableModelException {
    declare(node.getOutput(0));
    addNode(node, node.getOutput(0), op, inputs);
  }

  /** Adds a matrix product, and an addend of whatever shape if there is one. */
  void addGemm(NodeProto node, List<String> inputs) throws UnreadableModelException {
    List<String> product = inputs.subList(0, 2);
    boolean vector =
        inputs.size() == 3
            && shape(node, inputs.get(2)).equals(Shape.of(shape(node, inputs.get(1)).size(-1)));
    if (inputs.size() == 2 || vector) {
      add(node, new Gemm(), inputs);
    } else {
      String name = unused(node.getOutput(0) + ".product");
      declare(name);
      addNode(node, name, new Gemm(), product);
      add(node, new Add(), List.of(name, inputs.get(2)));
    }
  }

  /** Adds a constant matrix with rows and columns exchanged, and gives its name. */
  String transposed(String name) throws UnreadableModelException {
    Tensor matrix = constants.floats(name);
    if (matrix.shape().rank() != 2) {
      throw new MalformedModelException(
          "has no matrix in %s: %s".formatted(Wording.quoted(name), matrix.shape()));
    }
    int rows = matrix.shape().size(0);
    int columns = matrix.shape().size(1);
    float[] turned = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = matrix.data()[row * columns + column];
      }
    }
    String turnedName = unused(name + ".T");
    declare(turnedName);
    parameter(turnedName, Tensor.of(Shape.of(columns, rows), turned));
    return turnedName;
  }

  /** A constant times a number, as a constant of its own. */
  String scaled(String name, float factor) throws UnreadableModelException {
    Tensor constant = constants.floats(name);
    float[] scaled = constant.data().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    String scaledName = unused(name + ".scaled");
    declare(scaledName);
    parameter(scaledName, Tensor.of(constant.shape(), scaled));
    return scaledName;
  }

  private void addNode(NodeProto node, String name, Op op, List<String> inputs)
      throws UnreadableModelException {
    for (String input : inputs) {
      requireKnown(node, input);
      if (wholeNumbers.contains(input) && !op.name().equals("Cast")) {
        throw new UnsupportedModelException(
            "computes with the whole numbers of %s in %s; Kindling reads such an input through a Cast"
                .formatted(Wording.quoted(input), Wording.node(node)));
      }
    }
    try {
      draft.node(name, op, inputs);
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException("does not fit together. " + e.getMessage());
    }
    requireSaneSize(node, draft.shape(name));
  }

  /** Makes sure that there is a value of that name; a constant becomes a parameter by it. */
  private void requireKnown(NodeProto node, String name) throws UnreadableModelException {
    if (constants.contains(name)) {
      if (!weights.containsKey(name)) {
        parameter(name, constants.floats(name));
      }
    } else if (!values.contains(name)) {
      throw new MalformedModelException(
          "takes %s in %s, which no input, weight or earlier node gives"
              .formatted(Wording.quoted(name), Wording.node(node)));
    }
  }

  private void parameter(String name, Tensor numbers) {
    draft.parameter(name, numbers.shape());
    weights.put(name, numbers);
  }

  private static void requireSaneSize(NodeProto node, Shape shape) throws UnreadableModelException {
    long elements = 1;
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.size(axis) == Shape.FREE && axis > 0) {
        throw new UnsupportedModelException(
            "moves the batch axis from its place in %s".formatted(Wording.node(node)));
      }
      elements *= axis == 0 && shape.size(0) == Shape.FREE ? 1 : shape.size(axis);
      if (elements > Integer.MAX_VALUE) {
        throw new UnsupportedModelException(
            "makes a value of absurd size in %s: %s".formatted(Wording.node(node), shape));
      }
    }
  }

  private List<String> outputs(GraphProto proto) throws UnreadableModelException {
    List<String> names = new ArrayList<>();
    for (ValueInfoProto output : proto.getOutputList()) {
      if (!values.contains(output.getName()) || wholeNumbers.contains(output.getName())) {
        throw new MalformedModelException(
            "promises the output %s, which no node gives"
                .formatted(Wording.quoted(output.getName())));
      }
      names.add(output.getName());
    }
    if (names.isEmpty()) {
      throw new MalformedModelException("gives no output");
    }
    return names;
  }

  /**
   * The drafted network with its parameters in the file's order, not in that of their first use.
   */
  private Network inOrderOfTheFile(Graph drafted) {
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    for (String name : constants.names()) {
      Tensor numbers = weights.get(name);
      if (numbers != null) {
        ordered.put(name, numbers);
      }
    }
    drafted.parameters().keySet().forEach(name -> ordered.putIfAbsent(name, weights.get(name)));
    Graph.Builder builder = new Graph.Builder();
    for (Input input : drafted.inputs()) {
      builder.input(input.name(), input.type(), input.shape());
    }
    ordered.forEach((name, numbers) -> builder.parameter(name, numbers.shape()));
    drafted.nodes().forEach(node -> builder.node(node.name(), node.op(), node.inputs()));
    return new Network(builder.build(drafted.outputs()), ordered);
  }

  private String unused(String wish) {
    String name = wish;
    while (namesInFile.contains(name) || values.contains(name) || constants.contains(name)) {
      name += "_";
    }
    return name;
  }

  private void declare(String name) throws MalformedModelException {
    if (name.isEmpty() || constants.contains(name) || !values.add(name)) {
      throw new MalformedModelException(
          "gives two values the name %s".formatted(Wording.quoted(name)));
    }
  }
}
