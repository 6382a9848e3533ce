package dev.kindling.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.kindling.graph.Cast;
import dev.kindling.graph.Conv;
import dev.kindling.graph.Dropout;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Flatten;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Input;
import dev.kindling.graph.MaxPool;
import dev.kindling.graph.Node;
import dev.kindling.graph.Op;
import dev.kindling.graph.Padding;
import dev.kindling.graph.Softmax;
import dev.kindling.graph.Transpose;
import dev.kindling.graph.Window;
import dev.kindling.onnx.schema.AttributeProto;
import dev.kindling.onnx.schema.GraphProto;
import dev.kindling.onnx.schema.ModelProto;
import dev.kindling.onnx.schema.NodeProto;
import dev.kindling.onnx.schema.OperatorSetIdProto;
import dev.kindling.onnx.schema.StringStringEntryProto;
import dev.kindling.onnx.schema.TensorProto;
import dev.kindling.onnx.schema.TensorShapeProto;
import dev.kindling.onnx.schema.TensorShapeProto.Dimension;
import dev.kindling.onnx.schema.TypeProto;
import dev.kindling.onnx.schema.ValueInfoProto;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import dev.kindling.version.Version;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes a model as ONNX: the same model as the same bytes, whenever and wherever. */
final class ModelWriter {

  /** Old enough for every runtime in use, new enough for every operator's present meaning. */
  private static final int OPSET = 17;

  /** The version of the file format that came with that opset. */
  private static final int IR_VERSION = 8;

  private final OnnxModel model;
  private final Graph graph;
  private final Set<String> names = new HashSet<>();
  private final GraphProto.Builder proto = GraphProto.newBuilder().setName("network");

  private ModelWriter(OnnxModel model) {
    this.model = model;
    this.graph = model.graph();
    graph.inputs().forEach(input -> names.add(input.name()));
    graph.nodes().forEach(node -> names.add(node.name()));
    names.addAll(graph.parameters().keySet());
  }

  static ModelProto write(OnnxModel model) {
    return new ModelWriter(model).write();
  }

  private ModelProto write() {
    graph.inputs().forEach(input -> proto.addInput(input(input)));
    model.weights().forEach((name, weights) -> proto.addInitializer(floats(name, weights)));
    graph.nodes().forEach(this::node);
    graph.outputs().forEach(name -> proto.addOutput(output(name)));
    ModelProto.Builder file =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("kindling")
            .setProducerVersion(Version.current())
            .setDocString(
                "A network written by Kindling. What the metadata under 'kindling.' mean is told in"
                    + " its docs/model-format.md.")
            .setGraph(proto)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET));
    model
        .metadata()
        .forEach(
            (key, value) ->
                file.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return file.build();
  }

  private static ValueInfoProto input(Input input) {
    boolean bytes = input.type() == ElementType.UINT8;
    ValueInfoProto.Builder info =
        value(input.name(), bytes ? DataTypes.UINT8 : DataTypes.FLOAT, input.shape());
    Shape shape = input.shape();
    if (bytes && shape.rank() == 4 && shape.size(3) == 3) {
      info.setDocString(
          "Pictures: RGB, 0 to 255, rows from top to bottom, already resized to a height of %d and a width of %d."
              .formatted(shape.size(1), shape.size(2)));
    }
    return info.build();
  }

  private ValueInfoProto output(String name) {
    return value(name, DataTypes.FLOAT, graph.shape(name)).build();
  }

  private static ValueInfoProto.Builder value(String name, int type, Shape shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (int size : shape.toArray()) {
      Dimension.Builder dim = Dimension.newBuilder();
      dims.addDim(size == Shape.FREE ? dim.setDimParam("batch") : dim.setDimValue(size));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(dims);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor));
  }

  private void node(Node node) {
    NodeProto.Builder file =
        NodeProto.newBuilder()
            .setName(node.name())
            .setOpType(node.op().name())
            .addAllInput(node.inputs())
            .addOutput(node.name());
    attributes(node.op(), file);
    if (node.op() instanceof Dropout dropout) {
      String rate = unused(node.name() + ".rate");
      proto.addInitializer(number(rate, dropout.rate()));
      file.addInput(rate);
    }
    proto.addNode(file);
  }

  private static void attributes(Op op, NodeProto.Builder node) {
    if (op instanceof Cast) {
      node.addAttribute(integer("to", DataTypes.FLOAT));
    } else if (op instanceof Conv conv) {
      window(conv.window(), node);
    } else if (op instanceof MaxPool pool) {
      window(pool.window(), node);
    } else if (op instanceof Flatten) {
      node.addAttribute(integer("axis", 1));
    } else if (op instanceof Softmax) {
      node.addAttribute(integer("axis", -1));
    } else if (op instanceof Transpose transpose) {
      node.addAttribute(integers("perm", transpose.perm()));
    }
  }

  private static void window(Window window, NodeProto.Builder node) {
    Padding padding = window.padding();
    node.addAttribute(integers("kernel_shape", List.of(window.height(), window.width())))
        .addAttribute(integers("strides", List.of(window.strideHeight(), window.strideWidth())))
        .addAttribute(
            integers(
                "pads", List.of(padding.top(), padding.left(), padding.bottom(), padding.right())));
  }

  private static AttributeProto.Builder integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(Attributes.INT).setI(value);
  }

  private static AttributeProto.Builder integers(String name, List<Integer> values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(Attributes.INTS);
    values.forEach(attribute::addInts);
    return attribute;
  }

  private static TensorProto floats(String name, Tensor weights) {
    ByteBuffer raw = littleEndian(weights.data().length * Float.BYTES);
    raw.asFloatBuffer().put(weights.data());
    TensorProto.Builder tensor = tensor(name, DataTypes.FLOAT, raw);
    for (int size : weights.shape().toArray()) {
      tensor.addDims(size);
    }
    return tensor.build();
  }

  /** A double, so that a rate such as 0.2 is read back as it was written. */
  private static TensorProto number(String name, double value) {
    return tensor(name, DataTypes.DOUBLE, littleEndian(Double.BYTES).putDouble(0, value)).build();
  }

  private static TensorProto.Builder tensor(String name, int type, ByteBuffer raw) {
    ByteString bytes = UnsafeByteOperations.unsafeWrap(raw);
    return TensorProto.newBuilder().setName(name).setDataType(type).setRawData(bytes);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String unused(String wish) {
    String name = wish;
    while (!names.add(name)) {
      name += "_";
    }
    return name;
  }
}
