package dev.kindling.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused; that what Keras writes is read and written the same is SequentialConfigTest. */
class LayerConfigTest {

  private static final Shape INPUT = Shape.of(Shape.FREE, 8, 8, 3);

  private static JsonNode changed(Layer layer, String option, String value) throws Exception {
    ObjectNode json = LayerConfig.write("mine", layer, true, List.of(INPUT));
    ((ObjectNode) json.get("config")).set(option, new ObjectMapper().readTree(value));
    return json;
  }

  private static void assertRefused(Layer layer, String option, String value, String... says) {
    assertThatThrownBy(() -> LayerConfig.read(changed(layer, option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(says);
  }

  @Test
  void unknownKinds_areNamed() throws Exception {
    JsonNode json = new ObjectMapper().readTree("{\"class_name\": \"LSTM\", \"config\": {}}");
    assertThatThrownBy(() -> LayerConfig.read(json)).hasMessageContaining("\"LSTM\"");
    assertThatThrownBy(() -> LayerConfig.read(new ObjectMapper().readTree("[1]")))
        .hasMessageContaining("Received: class_name nothing");
  }

  @Test
  void optionsThatWouldBeLost_areNamed() {
    Layer conv = new Conv2D(4, 3);
    String[] says = {"Conv2D 'mine'", "activity_regularizer = null", "Received: \"l2\""};
    assertRefused(conv, "activity_regularizer", "\"l2\"", says);
    assertRefused(conv, "data_format", "\"channels_first\"", "data_format");
    String orthogonal = "{\"class_name\": \"OrthogonalRegularizer\"}";
    assertRefused(conv, "kernel_regularizer", orthogonal, "kernel_regularizer", "L1L2");
    assertRefused(conv, "kernel_constraint", orthogonal, "kernel_constraint", "MaxNorm");
    assertRefused(conv, "kernel_initializer", "\"he_normal\"", "kernel_initializer");
    assertRefused(new BatchNormalization(), "renorm", "true", "renorm");
    assertRefused(conv, "dtype", "\"float16\"", "dtype");
    assertRefused(conv, "never_heard_of", "1", "never_heard_of = nothing", "Received: 1");
  }

  @Test
  void optionsOfAWrongKind_areNamed() {
    Layer conv = new Conv2D(4, 3);
    assertRefused(conv, "filters", "\"4\"", "Conv2D 'mine': filters", "whole number", "\"4\"");
    assertRefused(conv, "filters", "1e30", "filters", "whole number");
    assertRefused(conv, "filters", "-4", "filters=-4");
    assertRefused(conv, "kernel_size", "[3]", "kernel_size", "two whole numbers", "[3]");
    assertRefused(conv, "strides", "[0, 1]", "(0, 1)");
    assertRefused(conv, "groups", "3", "filters=4, groups=3");
    assertRefused(new ZeroPadding2D(1), "padding", "[1, 1]", "two pairs of whole numbers");
    assertRefused(new Reshape(3), "target_shape", "[1.5]", "list of whole numbers");
    assertRefused(conv, "padding", "\"causal\"", "padding", "[valid, same]", "causal");
    assertRefused(conv, "activation", "\"mish\"", "activation", "relu", "mish");
    assertRefused(conv, "use_bias", "1", "use_bias", "true or false");
    assertRefused(new Dropout(0.5), "rate", "\"half\"", "rate", "a number");
    assertRefused(new Dropout(0.5), "rate", "1.5", "rate=1.5");
  }

  @Test
  void dropoutsSeedAndWholeRates_areTaken() throws Exception {
    assertThat(LayerConfig.read(changed(new Dropout(0.5), "seed", "7")))
        .isEqualTo(new Dropout(0.5));
    assertThat(LayerConfig.read(changed(new Dropout(0.5), "rate", "0"))).isEqualTo(new Dropout(0));
  }
}
