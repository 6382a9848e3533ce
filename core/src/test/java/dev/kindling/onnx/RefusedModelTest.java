package dev.kindling.onnx;

import static dev.kindling.onnx.TinyModel.floats;
import static dev.kindling.onnx.TinyModel.integer;
import static dev.kindling.onnx.TinyModel.integers;
import static dev.kindling.onnx.TinyModel.node;
import static dev.kindling.onnx.TinyModel.number;
import static dev.kindling.onnx.TinyModel.picture;
import static dev.kindling.onnx.TinyModel.scalar;
import static dev.kindling.onnx.TinyModel.text;
import static dev.kindling.onnx.TinyModel.value;
import static dev.kindling.onnx.TinyModel.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.onnx.schema.AttributeProto;
import dev.kindling.onnx.schema.ModelProto;
import dev.kindling.onnx.schema.NodeProto;
import dev.kindling.onnx.schema.OperatorSetIdProto;
import dev.kindling.onnx.schema.SparseTensorProto;
import dev.kindling.onnx.schema.StringStringEntryProto;
import dev.kindling.onnx.schema.TensorProto;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What in a file Kindling cannot take at its word, and how it says so. */
class RefusedModelTest {

  private static final NodeProto.Builder RELU = node("Relu", "x");
  private static final NodeProto.Builder GEMM = node("Gemm", "x", "w");
  private static final NodeProto.Builder CONV = node("Conv", "x", "w");
  private static final NodeProto.Builder POOL = node("MaxPool", "x");

  static Stream<Arguments> files() {
    return Stream.of(
        refused("format", file(m -> m.setIrVersion(15)), "version 15 of the ONNX format"),
        refused(
            "opset, old", file(m -> m.setOpsetImport(0, opset(12))), "opset 12; Kindling reads"),
        refused(
            "opset, new", file(m -> m.setOpsetImport(0, opset(29))), "opset 29; Kindling reads"),
        refused(
            "opset, none", file(ModelProto.Builder::clearOpsetImport), "does not say the opset"),
        refused(
            "metadata",
            file(m -> m.addMetadataProps(entry("key", "")).addMetadataProps(entry("key", ""))),
            "metadata 'key' twice"),
        refused(
            "input of another type",
            file(m -> m.getGraphBuilder().setInput(0, value("x", 7, -1, 2))),
            "takes 'x' as int64"),
        refused(
            "input of any width",
            file(m -> m.getGraphBuilder().setInput(0, value("x", DataTypes.FLOAT, -1, -1))),
            "'x' with an axis 1 that is free"),
        refused(
            "input too large",
            file(m -> m.getGraphBuilder().setInput(0, value("x", 1, -1, 1 << 16, 1 << 16))),
            "'x' with an axis 2 that is free or of an absurd size (65536)"),
        refused(
            "input without axes",
            file(m -> m.getGraphBuilder().setInput(0, value("x", DataTypes.FLOAT))),
            "'x' without saying its axes"),
        refused(
            "output of nothing",
            file(m -> m.getGraphBuilder().getOutputBuilder(0).setName("scores")),
            "the output 'scores', which no node gives"),
        refused("no output", file(m -> m.getGraphBuilder().clearOutput()), "gives no output"));
  }

  static Stream<Arguments> weights() {
    return Stream.of(
        refused(
            "external",
            weights(
                w ->
                    w.clearRawData()
                        .setDataLocation(1)
                        .addExternalData(entry("location", "weights.bin"))),
            "'w' in another file, 'weights.bin'"),
        refused("type", weights(w -> w.setDataType(10)), "'w' as numbers of type float16"),
        refused("negative size", weights(w -> w.setDims(0, -2)), "'w' with absurd sizes: [-2, 3]"),
        refused(
            "huge sizes",
            weights(w -> w.setDims(0, 1L << 40).setDims(1, 1L << 40)),
            "'w' with absurd sizes: [1099511627776, 1099511627776]"),
        refused(
            "huge product",
            weights(w -> w.setDims(0, 1 << 16).setDims(1, 1 << 16)),
            "'w' with absurd sizes: [65536, 65536]"),
        refused(
            "many axes",
            weights(w -> w.addAllDims(List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L))),
            "'w' with absurd sizes: 9 axes"),
        refused(
            "more promised than there is",
            weights(w -> w.setDims(0, 500_000_000).setDims(1, 4)),
            "promises 2000000000 numbers for 'w' and holds 24 bytes"),
        refused(
            "too few",
            weights(w -> w.clearRawData().addFloatData(1)),
            "promises 6 numbers for 'w' and holds 1"),
        refused("raw and typed", weights(w -> w.addFloatData(1)), "promises 6 numbers for 'w'"),
        refused(
            "twice",
            file(m -> m.getGraphBuilder().addInitializer(floats("w", 1))),
            "two sets of weights named 'w'"),
        refused("nameless", weights(w -> w.setName("")), "weights without a name"),
        refused(
            "sparse",
            file(m -> m.getGraphBuilder().addSparseInitializer(SparseTensorProto.newBuilder())),
            "sparse weights"));
  }

  static Stream<Arguments> nodes() {
    return Stream.of(
        refused("operator", vector(node("Erf", "x")), "not know: 'Erf' in node 'y' (Erf)"),
        refused("domain", vector(with(RELU).setDomain("com.example")), "'com.example' 'Relu'"),
        refused("attribute", vector(with(RELU).addAttribute(integer("slope", 1))), "'slope' in"),
        refused(
            "attribute with a graph",
            vector(with(RELU).addAttribute(integer("body", 0).setType(5))),
            "the attribute 'body' in node 'y' (Relu)"),
        refused(
            "attribute of another type",
            vector(node("Flatten", "x").addAttribute(number("axis", 1))),
            "axis of the wrong type in node 'y' (Flatten): float instead of int"),
        refused(
            "attribute twice",
            vector(
                node("Flatten", "x")
                    .addAttribute(integer("axis", 1))
                    .addAttribute(integer("axis", 1))),
            "attribute 'axis' twice in node 'y'"),
        refused("unknown input", vector(node("Relu", "z")), "takes 'z' in node 'y' (Relu), which"),
        refused(
            "later input",
            file(m -> m.getGraphBuilder().addNode(0, node("Relu", "y").setOutput(0, "early"))),
            "takes 'y' in node 'early' (Relu), which no input, weight or earlier node gives"),
        refused("left out input", vector(node("Mul", "", "x")), "takes '' in node 'y' (Mul)"),
        refused("number of inputs", vector(node("Relu", "x", "w")), "1 inputs in node 'y'"),
        refused("no value", vector(with(RELU).clearOutput()), "a node without a value"),
        refused("second value", vector(with(RELU).addOutput("mask")), "more than one value of"),
        refused("name of a node", file(m -> m.getGraphBuilder().addNode(RELU)), "the name 'y'"),
        refused("name of weights", vector(with(RELU).setOutput(0, "w")), "the name 'w'"),
        refused("shapes", vector(node("Mul", "x", "w")), "does not fit together. Node 'y': Mul"),
        refused(
            "whole numbers",
            file(m -> m.getGraphBuilder().setInput(0, value("x", DataTypes.UINT8, -1, 2))),
            "whole numbers of 'x' in node 'y' (Relu)"),
        refused("long name", vector(node("Relu", "n".repeat(9999))), "'" + "n".repeat(60) + "...'"),
        refused("unprintable name", vector(node("Relu", "\u001b[2J\n")), "takes '?[2J?' in"));
  }

  static Stream<Arguments> attributes() {
    return Stream.of(
        refused("Cast", vector(node("Cast", "x").addAttribute(integer("to", 10))), "to=10"),
        refused("Flatten", vector(node("Flatten", "x").addAttribute(integer("axis", 0))), "axis=0"),
        refused("Softmax", vector(node("Softmax", "x").addAttribute(integer("axis", 0))), "axis=0"),
        refused("Constant", vector(node("Constant")), "no value in node 'y' (Constant)"),
        refused(
            "Transpose of the batch",
            vector(node("Transpose", "x").addAttribute(integers("perm", 1, 0))),
            "moves the batch axis from its place in node 'y'"),
        refused(
            "Transpose twice",
            vector(node("Transpose", "x").addAttribute(integers("perm", 1, 1))),
            "names an axis twice"),
        refused(
            "Gemm alpha",
            vector(node("Gemm", "x", "x").addAttribute(number("alpha", 2))),
            "computes 'x', which must be a constant"),
        refused("Gemm transA", vector(with(GEMM).addAttribute(integer("transA", 1))), "transA=1"),
        refused(
            "Gemm transB",
            vector(node("Gemm", "x", "x").addAttribute(integer("transB", 1))),
            "computes 'x', which must be a constant"),
        refused("Dropout training", vector(node("Dropout", "x", "", "w")), "a training mode in"),
        refused("Dropout rates", vector(node("Dropout", "x", "w")), "one number in 'w'"),
        refused(
            "Dropout rate",
            TinyModel.model(node("Dropout", "x", "w"), scalar("w", Float.NaN), -1, 2),
            "the rate NaN in node 'y'"),
        refused("Conv group", picture(with(CONV).addAttribute(integer("group", 2))), "group=2"),
        refused(
            "Conv dilations",
            picture(with(CONV).addAttribute(integers("dilations", 0, 1))),
            "2 numbers from 1 to 16777216 in the attribute dilations of node 'y' (Conv)"),
        refused("Conv groups", picture(with(CONV).addAttribute(integer("group", 0))), "group=0"),
        refused(
            "Conv spread too far",
            picture(with(CONV).addAttribute(integers("dilations", 1 << 24, 1))),
            "does not fit"),
        refused(
            "BatchNormalization in training",
            vector(
                node("BatchNormalization", "x", "w", "w", "w", "w")
                    .addAttribute(integer("training_mode", 1))),
            "training_mode=1 in node 'y' (BatchNormalization); Kindling knows only 0"),
        refused("Concat", vector(node("Concat", "x").addAttribute(integer("axis", 0))), "axis=0"),
        refused(
            "Gelu",
            vector(node("Gelu", "x").addAttribute(text("approximate", "tanh"))),
            "approximate=tanh in node 'y' (Gelu); Kindling knows only none"),
        refused("Clip", vector(node("Clip", "x", "x")), "computes 'x', which must be a constant"),
        refused(
            "Pad mode",
            picture(node("Pad", "x", "w").addAttribute(text("mode", "reflect"))),
            "mode=reflect in node 'y' (Pad); Kindling knows only constant"),
        refused("Pad numbers", picture(node("Pad", "x", "w")), "has 'w' as numbers of type float"),
        refused("Reshape", vector(node("Reshape", "x", "x")), "computes 'x', which must be"),
        refused("Resize", picture(node("Resize", "x", "", "", "w")), "numbers of type float"),
        refused(
            "Resize by cubes",
            TinyModel.model(
                node("Resize", "x", "", "w").addAttribute(text("mode", "cubic")),
                TinyModel.floats("w", 4).clearRawData().addAllFloatData(List.of(1f, 1f, 2f, 2f)),
                -1,
                3,
                8,
                8),
            "resizes otherwise than by whole factors"),
        refused("Resize of a vector", vector(node("Resize", "x", "", "w")), "must have 4 axes"),
        refused("Slice", picture(node("Slice", "x", "w", "w", "w")), "numbers of type float"),
        refused(
            "AveragePool",
            picture(node("AveragePool", "x").addAttribute(integer("count_include_pad", 1))),
            "count_include_pad=1"),
        refused(
            "Conv auto_pad",
            picture(with(CONV).addAttribute(text("auto_pad", "SAME"))),
            "auto_pad='SAME' in node 'y' (Conv)"),
        refused(
            "Conv pads",
            picture(with(CONV).addAttribute(integers("pads", 0, 0, 0, 1L << 31))),
            "4 numbers from 0 to 16777216 in the attribute pads of node 'y' (Conv). Received: [0,"),
        refused(
            "Conv kernel_shape",
            picture(with(CONV).addAttribute(integers("kernel_shape", 2, 2))),
            "does not fit together. Node 'y': Conv: the kernel must be"),
        refused("Conv of a vector", vector(CONV), "must have 4 axes in the weights of node 'y'"),
        refused("MaxPool kernel", picture(POOL), "no kernel_shape in node 'y' (MaxPool)"),
        refused("MaxPool strides", pool(integers("strides", 1, 0)), "2 numbers from 1 to"),
        refused("MaxPool padding", pool(integers("pads", 2, 0, 0, 0)), "nothing but padding"),
        refused(
            "value too large",
            picture(with(CONV).addAttribute(integers("pads", 0, 1 << 24, 1 << 24, 0))),
            "makes a value of absurd size in node 'y' (Conv): (None, 4, 16777222, 16777222)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"files", "weights", "nodes", "attributes"})
  void unusable_isNamed(String what, ModelProto file, String message) {
    assertThatThrownBy(() -> OnnxModel.read(file.toByteArray(), "some.onnx"))
        .isInstanceOf(UnreadableModelException.class)
        .hasMessageStartingWith("some.onnx ")
        .hasMessageContaining(message);
  }

  @Test
  void unchanged_isRead() throws Exception {
    for (ModelProto.Builder file :
        List.of(vector(RELU), vector(GEMM), picture(CONV), pool(integers("strides", 2, 2)))) {
      assertThat(OnnxModel.read(file.build().toByteArray(), "some.onnx").graph().outputs())
          .containsExactly("y");
    }
  }

  private static Arguments refused(String what, ModelProto.Builder file, String message) {
    return Arguments.of(what, file.build(), message);
  }

  private static ModelProto.Builder file(Consumer<ModelProto.Builder> change) {
    ModelProto.Builder file = vector(RELU);
    change.accept(file);
    return file;
  }

  private static ModelProto.Builder weights(Consumer<TensorProto.Builder> change) {
    return file(
        m -> {
          m.getGraphBuilder().setNode(0, GEMM);
          change.accept(m.getGraphBuilder().getInitializerBuilder(0));
        });
  }

  private static ModelProto.Builder pool(AttributeProto.Builder attribute) {
    return picture(with(POOL).addAttribute(integers("kernel_shape", 2, 2)).addAttribute(attribute));
  }

  private static NodeProto.Builder with(NodeProto.Builder node) {
    return node.clone();
  }

  private static OperatorSetIdProto.Builder opset(int version) {
    return OperatorSetIdProto.newBuilder().setVersion(version);
  }

  private static StringStringEntryProto.Builder entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value);
  }
}
