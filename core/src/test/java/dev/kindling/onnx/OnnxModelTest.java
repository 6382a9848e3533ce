package dev.kindling.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.graph.Doubles;
import dev.kindling.graph.Dropout;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Given;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Interpreter;
import dev.kindling.graph.Op;
import dev.kindling.graph.OpCase;
import dev.kindling.onnx.schema.ModelProto;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxModelTest {

  static List<OpCase> operators() {
    return OpCase.ALL;
  }

  @Test
  void operators_areAllWrittenAndReadHere() {
    Set<Class<?>> tried =
        operators().stream().map(one -> one.op().getClass()).collect(Collectors.toSet());

    assertThat(tried).containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("operators")
  void operator_isReadAsItWasWritten(OpCase one) throws Exception {
    OnnxModel model = new OnnxModel(one.graph(), Networks.weights(one.graph()), Map.of());

    assertEqual(OnnxModel.read(model.toBytes(), "one.onnx"), model);
  }

  @ParameterizedTest
  @MethodSource("operators")
  void operator_meansTheSameToOnnxRuntime(OpCase one) throws Exception {
    assertSameToOnnxRuntime(
        new OnnxModel(one.graph(), Networks.weights(one.graph()), Map.of()), one.batch());
  }

  @Test
  void network_isReadAsItWasWritten() throws Exception {
    OnnxModel model = Networks.article(150);

    OnnxModel read = OnnxModel.read(model.toBytes(), "article.onnx");

    assertEqual(read, model);
    assertThat(read.metadata()).isEqualTo(Map.of("kindling.labels", "[\"cats\",\"狗\"]"));
  }

  @Test
  void network_meansTheSameToOnnxRuntime_atAnyBatchSize() throws Exception {
    assertThat(assertSameToOnnxRuntime(Networks.article(22), 1)).hasSize(2);
    float[] scores = assertSameToOnnxRuntime(Networks.article(22), 3);

    assertThat(scores).hasSize(6);
    for (int row = 0; row < 3; row++) {
      assertThat(scores[2 * row]).isBetween(0.01f, 0.99f);
      assertThat(scores[2 * row] + scores[2 * row + 1]).isCloseTo(1, within(1e-6f));
    }
  }

  @Test
  void bytes_areTheSameForEqualModels() throws Exception {
    OnnxModel model = Networks.article(22);
    Map<String, String> metadata = new LinkedHashMap<>();
    Stream.of("c", "a", "e", "b", "d").forEach(key -> metadata.put(key, "text of " + key));
    Map<String, Tensor> shuffled = new HashMap<>(Networks.article(22).weights());

    byte[] one = new OnnxModel(model.graph(), model.weights(), new HashMap<>(metadata)).toBytes();
    byte[] other = new OnnxModel(Networks.article(22).graph(), shuffled, metadata).toBytes();

    assertThat(other).isEqualTo(one);
    assertThat(OnnxModel.read(one, "one.onnx").toBytes()).isEqualTo(one);
  }

  @Test
  void file_saysWhatItIs() throws Exception {
    ModelProto file = ModelProto.parseFrom(Networks.article(150).toBytes());

    assertThat(file.getProducerName()).isEqualTo("kindling");
    assertThat(file.getProducerVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(file.getGraph().getInput(0).getDocString()).contains("RGB", "height of 150");
    assertThat(file.getGraph().getInput(0).getType().getTensorType().getShape().getDim(0))
        .hasFieldOrPropertyWithValue("dimParam", "batch");
  }

  @Test
  void dropout_keepsItsRateToTheLastBit() throws Exception {
    for (double rate : new double[] {0, 0.1, 0.2, 1 / 3.0, 0.999}) {
      Graph.Builder builder = new Graph.Builder();
      builder.input("x", ElementType.FLOAT, Shape.of(Shape.FREE, 2));
      builder.input("y.rate", ElementType.FLOAT, Shape.of(Shape.FREE, 2));
      builder.node("y", new Dropout(rate), "x");
      OnnxModel model = new OnnxModel(builder.build(List.of("y")), Map.of(), Map.of());

      assertEqual(OnnxModel.read(model.toBytes(), "dropout.onnx"), model);
    }
  }

  @Test
  void weights_mustBeThoseOfTheGraph() {
    OnnxModel model = Networks.article(22);
    Map<String, Tensor> missing = new HashMap<>(model.weights());
    missing.remove("dense/bias");
    Map<String, Tensor> wrong = new HashMap<>(model.weights());
    wrong.put("dense/bias", Tensor.zeros(63));
    Map<String, Tensor> more = new HashMap<>(model.weights());
    more.put("moving_mean", Tensor.zeros(3));

    assertThatThrownBy(() -> new OnnxModel(model.graph(), missing, Map.of()))
        .hasMessage("The parameter 'dense/bias' needs weights of shape (64,). Received: null");
    assertThatThrownBy(() -> new OnnxModel(model.graph(), wrong, Map.of()))
        .hasMessageContaining("'dense/bias'")
        .hasMessageContaining("(63,)");
    assertThatThrownBy(() -> new OnnxModel(model.graph(), more, Map.of()))
        .hasMessageContaining("'moving_mean'");
  }

  /** What ONNX Runtime gives, once it is sure that the interpreter gives the same. */
  private static float[] assertSameToOnnxRuntime(OnnxModel model, int batch) throws Exception {
    Map<String, Doubles> given = Given.random(model.graph(), batch, 3);
    given.putAll(Doubles.of(model.weights()));
    String output = model.graph().outputs().get(0);
    double[] wanted = Interpreter.run(model.graph(), given).value(output).data();

    float[] received = Ort.run(model.toBytes(), model.graph(), given);

    assertThat(received).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) received[i])
          .as("element %d", i)
          .isCloseTo(wanted[i], within(1e-5 * Math.max(1, Math.abs(wanted[i]))));
    }
    return received;
  }

  private static void assertEqual(OnnxModel read, OnnxModel written) {
    assertThat(read.graph().inputs()).isEqualTo(written.graph().inputs());
    assertThat(read.graph().nodes()).isEqualTo(written.graph().nodes());
    assertThat(read.graph().outputs()).isEqualTo(written.graph().outputs());
    assertThat(List.copyOf(read.graph().parameters().entrySet()))
        .isEqualTo(List.copyOf(written.graph().parameters().entrySet()));
    written.weights().forEach((name, tensor) -> assertSame(read, name, tensor));
  }

  private static void assertSame(OnnxModel read, String name, Tensor written) {
    assertThat(read.weights().get(name))
        .as(name)
        .extracting(Tensor::data)
        .isEqualTo(written.data());
  }
}
