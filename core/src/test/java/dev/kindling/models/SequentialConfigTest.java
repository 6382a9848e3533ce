package dev.kindling.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.Golden;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Keras's own JSON forms and summaries of models, read and made again. */
class SequentialConfigTest {

  static final List<JsonNode> MODELS = new ArrayList<>();

  static {
    Golden.json("models/summaries.json").get("models").forEach(MODELS::add);
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void config_isReadAndWrittenAsKerasDoes(JsonNode golden) {
    JsonNode config = golden.get("config");
    assertThat(Model.fromConfig(config).toConfig()).isEqualTo(config);
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void summary_isKerasTable(JsonNode golden) {
    assertThat(Model.fromConfig(golden.get("config")).summary())
        .isEqualTo(golden.get("summary").textValue());
  }

  @Test
  void names_areThoseThatKerasGives() {
    assertThat(Networks.article().toConfig()).isEqualTo(MODELS.get(0).get("config"));
    assertThat(Networks.article().summary()).isEqualTo(MODELS.get(0).get("summary").textValue());
  }

  private static Sequential small() {
    return new Sequential().add(new Input(6, 6, 1)).add(new Conv2D(2, 3)).add(new Flatten());
  }

  @Test
  void weights_areThoseGiven_alsoOfModelsWithin() {
    Sequential model = small();
    model.add(new Sequential().add(new Input(32)).add(new Dense(2)).initialize(9));
    Map<String, Tensor> weights = model.getWeights();
    assertThat(weights).containsKey("sequential_1/dense/kernel");

    Sequential read = Sequential.fromConfig(model.toConfig(), weights);
    assertSame(read.getWeights(), weights);

    Networks.numbers(weights, "conv2d/kernel")[0] = 99;
    assertThat(Networks.numbers(read.getWeights(), "conv2d/kernel")[0]).isNotEqualTo(99);
  }

  private static void assertSame(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    actual.forEach(
        (name, tensor) -> assertThat(tensor.data()).isEqualTo(Networks.numbers(expected, name)));
  }

  @Test
  void weights_thatAreMissingOrOfAnotherShapeAreNamed() {
    Map<String, Tensor> weights = small().getWeights();
    weights.put("conv2d/bias", Tensor.zeros(3));
    assertThatThrownBy(() -> Sequential.fromConfig(small().toConfig(), weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'conv2d/bias' must have the shape (2,). Received: (3,)");
    weights.remove("conv2d/kernel");
    assertThatThrownBy(() -> Sequential.fromConfig(small().toConfig(), weights))
        .hasMessageContaining("'conv2d/kernel' must have the shape (2, 1, 3, 3). Received: none");
  }

  @Test
  void hugeLayers_askForNoMemoryWithoutTheirWeights() {
    ObjectNode config = small().toConfig();
    ObjectNode conv = (ObjectNode) config.at("/config/layers/1/config");
    conv.put("filters", 1 << 26);
    assertThatThrownBy(() -> Sequential.fromConfig(config, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("conv2d/kernel");
    conv.put("filters", Integer.MAX_VALUE);
    assertThatThrownBy(() -> Sequential.fromConfig(config, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("flatten");
  }

  @Test
  void otherThanSequentialOfLayers_isNamed() throws Exception {
    assertThatThrownBy(() -> Sequential.fromConfig(new ObjectMapper().readTree("{}")))
        .hasMessageContaining("'Sequential'")
        .hasMessageContaining("missing");

    ObjectNode withoutInput = small().toConfig();
    ((ArrayNode) withoutInput.at("/config/layers")).remove(0);
    assertThatThrownBy(() -> Sequential.fromConfig(withoutInput))
        .hasMessageContaining("'InputLayer'")
        .hasMessageContaining("Conv2D");

    ObjectNode freeSize = small().toConfig();
    ((ArrayNode) freeSize.at("/config/layers/0/config/batch_shape")).setNull(1);
    assertThatThrownBy(() -> Sequential.fromConfig(freeSize))
        .hasMessageContaining("Received: [null,null,6,1]");
  }

  @Test
  void shapes_areKnown() {
    assertThat(small().inputShape()).isEqualTo(Shape.of(Shape.FREE, 6, 6, 1));
    assertThat(small().outputShape()).isEqualTo(Shape.of(Shape.FREE, 32));
  }
}
