package dev.kindling.onnx;

import com.google.protobuf.ByteString;
import dev.kindling.onnx.schema.AttributeProto;
import dev.kindling.onnx.schema.GraphProto;
import dev.kindling.onnx.schema.ModelProto;
import dev.kindling.onnx.schema.NodeProto;
import dev.kindling.onnx.schema.OperatorSetIdProto;
import dev.kindling.onnx.schema.TensorProto;
import dev.kindling.onnx.schema.TensorShapeProto;
import dev.kindling.onnx.schema.TypeProto;
import dev.kindling.onnx.schema.ValueInfoProto;

/** Files of one node, put together by hand: {@code y} made from {@code x} and maybe {@code w}. */
final class TinyModel {

  private TinyModel() {}

  /** {@code x} has 2 numbers, {@code w} is a matrix (2, 3). */
  static ModelProto.Builder vector(NodeProto.Builder node) {
    return model(node, floats("w", 2, 3), -1, 2);
  }

  /** {@code x} has 3 channels of 8 x 8, {@code w} 4 kernels of 3 x 3. */
  static ModelProto.Builder picture(NodeProto.Builder node) {
    return model(node, floats("w", 4, 3, 3, 3), -1, 3, 8, 8);
  }

  static ModelProto.Builder model(
      NodeProto.Builder node, TensorProto.Builder weights, long... inputSizes) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(
            GraphProto.newBuilder()
                .addInput(value("x", DataTypes.FLOAT, inputSizes))
                .addInitializer(weights)
                .addNode(node)
                .addOutput(ValueInfoProto.newBuilder().setName("y")));
  }

  /** A value of the graph; a negative size stands for a free axis. */
  static ValueInfoProto.Builder value(String name, int type, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      TensorShapeProto.Dimension.Builder dim = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(size < 0 ? dim.setDimParam("n") : dim.setDimValue(size));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor));
  }

  /** A node that gives {@code y}. */
  static NodeProto.Builder node(String operator, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addOutput("y");
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  static AttributeProto.Builder integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(Attributes.INT).setI(value);
  }

  static AttributeProto.Builder integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(Attributes.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute;
  }

  static AttributeProto.Builder number(String name, float value) {
    return AttributeProto.newBuilder().setName(name).setType(Attributes.FLOAT).setF(value);
  }

  static AttributeProto.Builder text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(Attributes.STRING)
        .setS(ByteString.copyFromUtf8(value));
  }

  /** Zeros of the given sizes. */
  static TensorProto.Builder floats(String name, int... sizes) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(DataTypes.FLOAT);
    int bytes = Float.BYTES;
    for (int size : sizes) {
      tensor.addDims(size);
      bytes *= size;
    }
    return tensor.setRawData(ByteString.copyFrom(new byte[bytes]));
  }

  /** One number, in a typed field. */
  static TensorProto.Builder scalar(String name, float value) {
    return TensorProto.newBuilder().setName(name).setDataType(DataTypes.FLOAT).addFloatData(value);
  }
}
