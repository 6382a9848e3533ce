package dev.kindling.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.kindling.graph.Clip;
import dev.kindling.graph.Dropout;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Gelu;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Input;
import dev.kindling.graph.Node;
import dev.kindling.graph.Op;
import dev.kindling.graph.Pad;
import dev.kindling.graph.Padding;
import dev.kindling.graph.Reshape;
import dev.kindling.graph.Resize;
import dev.kindling.graph.Slice;
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
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** Writes a model as ONNX: the same model as the same bytes, whenever and wherever. */
final class ModelWriter {

  /** Old enough for every runtime in use, new enough for nearly every operator. */
  private static final int OPSET = 17;

  /** The version of the file format that came with that opset. */
  private static final int IR_VERSION = 8;

  /** The same for a network with a Gelu, which came later. */
  private static final int OPSET_WITH_GELU = 20;

  private static final int IR_VERSION_WITH_GELU = 9;

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
    boolean gelu = graph.nodes().stream().anyMatch(node -> node.op() instanceof Gelu);
    OperatorSetIdProto.Builder opset =
        OperatorSetIdProto.newBuilder().setDomain("").setVersion(gelu ? OPSET_WITH_GELU : OPSET);
    ModelProto.Builder file =
        ModelProto.newBuilder()
            .setIrVersion(gelu ? IR_VERSION_WITH_GELU : IR_VERSION)
            .setProducerName("kindling")
            .setProducerVersion(Version.current())
            .setDocString(
                "A network written by Kindling. What the metadata under 'kindling.' mean is told in"
                    + " its docs/model-format.md.")
            .setGraph(proto)
            .addOpsetImport(opset);
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
    NodeWriter.attributes(node.op(), file);
    constants(node, file);
    proto.addNode(file);
  }

  /** What ONNX takes as an input though it belongs to the operator. */
  private void constants(Node node, NodeProto.Builder file) {
    Op op = node.op();
    if (op instanceof Clip clip) {
      file.addInput(constant(node, "min", Tensor.of(Shape.of(), new float[] {(float) clip.min()})));
      file.addInput(constant(node, "max", Tensor.of(Shape.of(), new float[] {(float) clip.max()})));
    } else if (op instanceof Dropout dropout) {
      file.addInput(constant(node, "rate", name -> number(name, dropout.rate())));
    } else if (op instanceof Pad pad) {
      Padding p = pad.padding();
      long[] pads = {0, 0, p.top(), p.left(), 0, 0, p.bottom(), p.right()};
      file.addInput(constant(node, "pads", pads));
    } else if (op instanceof Reshape reshape) {
      // -1: as many rows as there are.
      long[] sizes = Arrays.stream(reshape.sizes().prepend(-1).toArray()).asLongStream().toArray();
      file.addInput(constant(node, "shape", sizes));
    } else if (op instanceof Resize resize) {
      float[] scales = {1, 1, resize.rows(), resize.columns()};
      file.addInput("").addInput(constant(node, "scales", Tensor.of(Shape.of(4), scales)));
    } else if (op instanceof Slice slice) {
      Padding cut = slice.cut();
      Shape kept = graph.shape(node.name());
      long[] starts = {cut.top(), cut.left()};
      long[] ends = {cut.top() + kept.size(2), cut.left() + kept.size(3)};
      file.addInput(constant(node, "starts", starts)).addInput(constant(node, "ends", ends));
      file.addInput(constant(node, "axes", new long[] {2, 3}));
    }
  }

  private String constant(Node node, String what, Tensor numbers) {
    return constant(node, what, name -> floats(name, numbers));
  }

  private String constant(Node node, String what, long[] numbers) {
    return constant(node, what, name -> integers(name, numbers));
  }

  private String constant(Node node, String what, Function<String, TensorProto> tensor) {
    String name = unused(node.name() + "." + what);
    proto.addInitializer(tensor.apply(name));
    return name;
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

  private static TensorProto integers(String name, long[] values) {
    ByteBuffer raw = littleEndian(values.length * Long.BYTES);
    raw.asLongBuffer().put(values);
    return tensor(name, DataTypes.INT64, raw).addDims(values.length).build();
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
