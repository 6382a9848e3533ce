package dev.kindling.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.image.ImageSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * A JSON object whose entries are read one by one; every error says which entry of which object. An
 * entry that nobody asked for is an error too: what is not understood must not be passed over.
 */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // The JDK's own way of writing a double changed with JDK 19; files must not.
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();

  private final String what;
  private final JsonNode object;
  private final TreeSet<String> unread = new TreeSet<>();

  /**
   * An object to be read.
   *
   * @param what names it in errors
   */
  Json(String what, JsonNode object) {
    if (!object.isObject()) {
      throw new IllegalArgumentException(
          what + " must be a JSON object. Received: " + shortened(object));
    }
    this.what = what;
    this.object = object;
    object.fieldNames().forEachRemaining(unread::add);
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  static ArrayNode array(List<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  /** The text of a value, the same for equal values. */
  static String write(JsonNode value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A JSON tree can always be written.", e);
    }
  }

  static JsonNode parse(String what, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(what + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  String text(String key) {
    JsonNode value = take(key);
    if (!value.isTextual()) {
      throw wrong(key, "a text");
    }
    return value.textValue();
  }

  int integer(String key) {
    JsonNode value = take(key);
    if (!value.isInt()) {
      throw wrong(key, "a whole number");
    }
    return value.intValue();
  }

  double number(String key) {
    JsonNode value = take(key);
    if (!value.isNumber()) {
      throw wrong(key, "a number");
    }
    return value.doubleValue();
  }

  boolean flag(String key) {
    JsonNode value = take(key);
    if (!value.isBoolean()) {
      throw wrong(key, "true or false");
    }
    return value.booleanValue();
  }

  Json object(String key) {
    return new Json(what + "." + key, take(key));
  }

  boolean has(String key) {
    return object.hasNonNull(key);
  }

  JsonNode take(String key) {
    unread.remove(key);
    JsonNode value = object.get(key);
    if (value == null) {
      throw new IllegalArgumentException("%s has no '%s'.".formatted(what, key));
    }
    return value;
  }

  /** The constant whose name, in lower case, is the text. */
  <E extends Enum<E>> E choice(String key, E[] choices) {
    String value = take(key).asText();
    for (E choice : choices) {
      if (lowerCase(choice).equals(value)) {
        return choice;
      }
    }
    throw wrong(key, "one of " + Arrays.stream(choices).map(Json::lowerCase).toList());
  }

  static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A pair of numbers. */
  double[] pair(String key) {
    List<Double> numbers = numbers(key);
    if (numbers.size() != 2) {
      throw wrong(key, "two numbers");
    }
    return new double[] {numbers.get(0), numbers.get(1)};
  }

  /** A height and a width. */
  ImageSize imageSize(String key) {
    JsonNode value = take(key);
    if (value.size() != 2 || !value.path(0).isInt() || !value.path(1).isInt()) {
      throw wrong(key, "a height and a width");
    }
    return new ImageSize(value.path(0).intValue(), value.path(1).intValue());
  }

  List<Double> numbers(String key) {
    JsonNode value = take(key);
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : value) {
      if (!value.isArray() || !number.isNumber()) {
        throw wrong(key, "a list of numbers");
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  List<String> texts(String key) {
    JsonNode value = take(key);
    List<String> texts = new ArrayList<>();
    for (JsonNode text : value) {
      if (!value.isArray() || !text.isTextual()) {
        throw wrong(key, "a list of texts");
      }
      texts.add(text.textValue());
    }
    return texts;
  }

  /** The names of all entries. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /**
   * Says that all has been read.
   *
   * @throws IllegalArgumentException if an entry has not
   */
  void end() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has an entry that is not known here: '%s'".formatted(what, unread.first()));
    }
  }

  private IllegalArgumentException wrong(String key, String expected) {
    return new IllegalArgumentException(
        "%s.%s must be %s. Received: %s"
            .formatted(what, key, expected, shortened(object.get(key))));
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
