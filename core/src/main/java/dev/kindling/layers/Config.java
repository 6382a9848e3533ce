package dev.kindling.layers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

  /** A whole number, or a list of one. */
  int axis(String key) {
    JsonNode value = value(key);
    JsonNode axis = value.isArray() && value.size() == 1 ? value.get(0) : value;
    if (!axis.isInt()) {
      throw wrong(key, "a whole number");
    }
    return axis.intValue();
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

  /** The sides of a border: top, bottom, left, right. */
  int[] border(String key) {
    JsonNode value = value(key);
    int[] sides = new int[4];
    for (int i = 0; i < sides.length; i++) {
      JsonNode side = value.path(i / 2).path(i % 2);
      if (!side.isInt()) {
        throw wrong(key, "two pairs of whole numbers");
      }
      sides[i] = side.intValue();
    }
    return sides;
  }

  List<Integer> integers(String key) {
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode number : value(key)) {
      if (!number.isInt() || !value(key).isArray()) {
        throw wrong(key, "a list of whole numbers");
      }
      numbers.add(number.intValue());
    }
    return numbers;
  }

  /** A list of numbers; empty if there is none. */
  List<Double> numbers(String key) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : value(key)) {
      if (!number.isNumber() || !value(key).isArray()) {
        throw wrong(key, "a list of numbers");
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  /** A number, or a list of numbers. */
  List<Double> numberOrNumbers(String key) {
    return value(key).isArray() ? numbers(key) : List.of(number(key));
  }

  boolean has(String key) {
    return options.has(key);
  }

  boolean isNull(String key) {
    return value(key).isNull();
  }

  /** One of Keras's objects with a class and a config; null if there is none. */
  @Nullable JsonNode object(String key) {
    JsonNode value = value(key);
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    if (!value.path("class_name").isTextual()) {
      throw wrong(key, "an object of Keras's, with its class_name");
    }
    return value;
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

  IllegalArgumentException wrong(String key, String expected) {
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

  /** Rows above and below and columns left and right, as {@code [[1, 1], [2, 2]]}. */
  static void writeBorder(ObjectNode config, String key, int top, int bottom, int left, int right) {
    ArrayNode border = config.putArray(key);
    border.addArray().add(top).add(bottom);
    border.addArray().add(left).add(right);
  }
}
