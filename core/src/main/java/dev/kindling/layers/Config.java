package dev.kindling.layers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;

/** The options of one layer in Keras's JSON form; every error says which layer and which option. */
final class Config {

  private final String layer;
  private final JsonNode options;

  /**
   * Options to be read.
   *
   * @param layer the layer's kind and name, for errors
   */
  Config(String layer, JsonNode options) {
    this.layer = layer;
    this.options = options;
  }

  int integer(String key) {
    JsonNode value = value(key);
    if (!value.isInt()) {
      throw wrong(key, "a whole number");
    }
    return value.intValue();
  }

  double number(String key) {
    JsonNode value = value(key);
    if (!value.isNumber()) {
      throw wrong(key, "a number");
    }
    return value.doubleValue();
  }

  boolean flag(String key) {
    JsonNode value = value(key);
    if (!value.isBoolean()) {
      throw wrong(key, "true or false");
    }
    return value.booleanValue();
  }

  Extent extent(String key) {
    JsonNode value = value(key);
    if (value.size() != 2 || !value.path(0).isInt() || !value.path(1).isInt()) {
      throw wrong(key, "two whole numbers");
    }
    return new Extent(value.path(0).intValue(), value.path(1).intValue());
  }

  <E extends Enum<E>> E choice(String key, E[] choices) {
    String value = value(key).asText();
    for (E choice : choices) {
      if (choice.name().toLowerCase(Locale.ROOT).equals(value)) {
        return choice;
      }
    }
    throw wrong(key, "one of " + Arrays.toString(choices).toLowerCase(Locale.ROOT));
  }

  private JsonNode value(String key) {
    return options.path(key);
  }

  private IllegalArgumentException wrong(String key, String expected) {
    return new IllegalArgumentException(
        "%s: %s must be %s. Received: %s".formatted(layer, key, expected, received(value(key))));
  }

  static String received(JsonNode value) {
    return value.isMissingNode() ? "nothing" : value.toString();
  }

  static void write(ObjectNode config, String key, Extent extent) {
    ArrayNode pair = config.putArray(key);
    pair.add(extent.height()).add(extent.width());
  }

  /** What Keras writes for the only initial weights there are. */
  static void writeInitializers(ObjectNode config) {
    ObjectNode kernel = config.putObject("kernel_initializer");
    kernel.put("module", "keras.initializers").put("class_name", "GlorotUniform");
    kernel.putObject("config").putNull("seed").putNull("input_axes").putNull("output_axes");
    kernel.putNull("registered_name");
    ObjectNode bias = config.putObject("bias_initializer");
    bias.put("module", "keras.initializers").put("class_name", "Zeros");
    bias.putObject("config");
    bias.putNull("registered_name");
  }
}
