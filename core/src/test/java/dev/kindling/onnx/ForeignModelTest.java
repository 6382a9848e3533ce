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
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.graph.Conv;
import dev.kindling.graph.Doubles;
import dev.kindling.graph.Dropout;
import dev.kindling.graph.Gemm;
import dev.kindling.graph.Interpreter;
import dev.kindling.graph.MaxPool;
import dev.kindling.graph.Node;
import dev.kindling.graph.Op;
import dev.kindling.graph.Padding;
import dev.kindling.graph.Softmax;
import dev.kindling.graph.Transpose;
import dev.kindling.graph.Window;
import dev.kindling.onnx.schema.ModelProto;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Files that other programs wrote. */
class ForeignModelTest {

  @Test
  void golden_givesWhatOnnxGives() throws Exception {
    JsonNode golden = Golden.json("onnx/foreign.json");
    OnnxModel model = OnnxModel.read(Golden.bytes("onnx/foreign.onnx"), "foreign.onnx");
    Map<String, Doubles> given = Doubles.of(model.weights());
    double[] pixels = Golden.doubles(golden.get("picture"));
    given.put("picture", new Doubles(Shape.of(2, 6, 6, 3), pixels));

    double[] scores = Interpreter.run(model.graph(), given).value("scores").data();

    assertThat(scores).containsExactly(Golden.doubles(golden.get("scores")), within(1e-6));
    assertThat(model.metadata()).isEqualTo(Map.of("author", "somebody"));
  }

  @Test
  void golden_isRewrittenAsItWasRead() throws Exception {
    OnnxModel model = OnnxModel.read(Golden.bytes("onnx/foreign.onnx"), "foreign.onnx");

    OnnxModel rewritten = OnnxModel.read(model.toBytes(), "rewritten.onnx");

    assertThat(rewritten.graph().nodes()).isEqualTo(model.graph().nodes());
    assertThat(rewritten.toBytes()).isEqualTo(model.toBytes());
  }

  @Test
  void golden_keepsItsNames_andMakesItsBatchFree() throws Exception {
    OnnxModel model = OnnxModel.read(Golden.bytes("onnx/foreign.onnx"), "foreign.onnx");

    assertThat(model.graph().nodes())
        .extracting(Node::name)
        .contains("nchw", "gemm", "gemm.product", "scores")
        .doesNotContain("scale");
    assertThat(model.weights().keySet())
        .containsExactly("matrix2", "kernel", "addend", "scale", "matrix1.T");
    assertThat(model.graph().shape("scores")).isEqualTo(Shape.of(Shape.FREE, 3));
  }

  @Test
  void leftOutAttributes_haveOnnxDefaults() throws Exception {
    assertThat(only(vector(node("Softmax", "x")))).isEqualTo(new Softmax());
    assertThat(only(vector(node("Softmax", "x").addAttribute(integer("axis", 1)))))
        .isEqualTo(new Softmax());
    assertThat(only(vector(node("Dropout", "x")))).isEqualTo(new Dropout(0.5));
    assertThat(only(vector(node("MatMul", "x", "w")))).isEqualTo(new Gemm());
    assertThat(only(vector(node("Transpose", "w")))).isEqualTo(new Transpose(List.of(1, 0)));
    assertThat(only(picture(node("Conv", "x", "w", ""))))
        .isEqualTo(new Conv(new Window(3, 3, 1, 1, Padding.NONE)));
  }

  /** 8 pixels by 2 are 4 places, which reach over 9 pixels: one more than there are. */
  @Test
  void autoPad_isPaddingInPixels() throws Exception {
    assertThat(same("SAME_UPPER")).isEqualTo(new Padding(0, 0, 1, 1));
    assertThat(same("SAME_LOWER")).isEqualTo(new Padding(1, 1, 0, 0));
    assertThat(same("VALID")).isEqualTo(Padding.NONE);
  }

  private static Padding same(String autoPad) throws Exception {
    Op conv =
        only(
            picture(
                node("Conv", "x", "w")
                    .addAttribute(text("auto_pad", autoPad))
                    .addAttribute(integers("strides", 2, 2))));
    return ((Conv) conv).window().padding();
  }

  @Test
  void ceilMode_isPaddingBehind_asFarAsWindowsBeginWithinThePicture() throws Exception {
    assertThat(ceil(3, 2, 0)).isEqualTo(new Padding(0, 0, 1, 1));
    assertThat(ceil(2, 3, 0)).isEqualTo(Padding.NONE);
    assertThat(ceil(2, 4, 1)).isEqualTo(new Padding(0, 0, 1, 1));
  }

  private static Padding ceil(int kernel, int stride, int padBehind) throws Exception {
    Op pool =
        only(
            picture(
                node("MaxPool", "x")
                    .addAttribute(integers("kernel_shape", kernel, kernel))
                    .addAttribute(integers("strides", stride, stride))
                    .addAttribute(integers("pads", 0, 0, padBehind, padBehind))
                    .addAttribute(integer("ceil_mode", 1))));
    return ((MaxPool) pool).window().padding();
  }

  @Test
  void factorsOfGemm_areInItsConstants() throws Exception {
    ModelProto.Builder file =
        TinyModel.model(
            node("Gemm", "x", "m", "b")
                .addAttribute(number("alpha", 3))
                .addAttribute(number("beta", 0.5f)),
            floats("m", 2, 2).clearRawData().addAllFloatData(List.of(1f, 2f, 3f, 4f)),
            -1,
            2);
    file.getGraphBuilder()
        .addInitializer(floats("b", 2).clearRawData().addAllFloatData(List.of(5f, 6f)));

    OnnxModel model = OnnxModel.read(file.build().toByteArray(), "some.onnx");

    Map<String, Tensor> weights = model.weights();
    assertThat(weights).containsOnlyKeys("m.scaled", "b.scaled");
    assertThat(Objects.requireNonNull(weights.get("m.scaled")).data()).containsExactly(3, 6, 9, 12);
    assertThat(Objects.requireNonNull(weights.get("b.scaled")).data()).containsExactly(2.5f, 3);
  }

  @Test
  void dropoutRate_ofAFloat_isTheDecimalThatWasMeant() throws Exception {
    assertThat(only(TinyModel.model(node("Dropout", "x", "w"), scalar("w", 0.2f), -1, 2)))
        .isEqualTo(new Dropout(0.2));
  }

  @Test
  void transposedMatrix_doesNotTakeAnotherValuesName() throws Exception {
    ModelProto.Builder file =
        TinyModel.model(
            node("Gemm", "x", "w").addAttribute(integer("transB", 1)), floats("w", 3, 2), -1, 2);
    file.getGraphBuilder()
        .addInput(value("w.T", DataTypes.FLOAT, -1, 2))
        .addNode(node("Relu", "y").setOutput(0, "w.T_"));

    OnnxModel model = OnnxModel.read(file.build().toByteArray(), "some.onnx");

    assertThat(model.graph().parameters()).isEqualTo(Map.of("w.T__", Shape.of(2, 3)));
  }

  private static Op only(ModelProto.Builder file) throws UnreadableModelException {
    List<Node> nodes = OnnxModel.read(file.build().toByteArray(), "some.onnx").graph().nodes();
    assertThat(nodes).hasSize(1);
    return nodes.get(0).op();
  }
}
