package dev.kindling.layers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.tensor.Shape;
import java.util.Map;

/**
 * Keras 3's JSON form of a layer, {@code {"module": "keras.layers", "class_name": "Dense",
 * "config": {...}, ...}}, written and read.
 */
public final class LayerConfig {

  private LayerConfig() {}

  /**
   * A layer as Keras writes it.
   *
   * @param input the shape of what it takes, in Keras's order
   */
  public static ObjectNode write(String name, Layer layer, Shape input) {
    ObjectNode config = named(name);
    layer.writeOptions(config);
    ObjectNode json = object("keras.layers", layer.className(), config);
    if (layer.isBuilt()) {
      writeShape(json.putObject("build_config").putArray("input_shape"), input);
    }
    return json;
  }

  /** A new object of Keras's: where it lives, what it is, its options. */
  public static ObjectNode object(String module, String className, ObjectNode config) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("module", module).put("class_name", className);
    json.set("config", config);
    json.putNull("registered_name");
    return json;
  }

  /** The options that Keras writes for layers and models alike. */
  public static ObjectNode named(String name) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("name", name).put("trainable", true);
    ObjectNode policy = JsonNodeFactory.instance.objectNode().put("name", "float32");
    config.set("dtype", object("keras", "DTypePolicy", policy));
    return config;
  }

  /** Adds the sizes of a shape, null for a free one. */
  public static void writeShape(ArrayNode json, Shape shape) {
    for (int size : shape.toArray()) {
      if (size == Shape.FREE) {
        json.addNull();
      } else {
        json.add(size);
      }
    }
  }

  /**
   * Reads a layer.
   *
   * @throws IllegalArgumentException if it is of a kind, or has an option, that is not known here;
   *     the message names it
   */
  public static Layer read(JsonNode json) {
    String className = json.path("class_name").asText();
    JsonNode options = json.path("config");
    String name = "%s '%s'".formatted(className, options.path("name").asText());
    Config config = new Config(name, options);
    Layer layer =
        switch (className) {
          case "Activation" -> Activation.read(config);
          case "Conv2D" -> Conv2D.read(config);
          case "Dense" -> Dense.read(config);
          case "Dropout" -> Dropout.read(config);
          case "Flatten" -> new Flatten();
          case "MaxPooling2D" -> MaxPooling2D.read(config);
          default ->
              throw new IllegalArgumentException(
                  "There is no layer of this kind here. Received: class_name "
                      + Config.received(json.path("class_name")));
        };
    requireSame(name, layer, options);
    return layer;
  }

  /**
   * An option that would be lost (dilation, a regularizer) is refused: what is read must say the
   * same when it is written again.
   */
  private static void requireSame(String name, Layer layer, JsonNode options) {
    ObjectNode written = named(options.path("name").asText());
    layer.writeOptions(written);
    for (Map.Entry<String, JsonNode> option : options.properties()) {
      JsonNode expected = written.path(option.getKey());
      boolean same = expected.equals(LayerConfig::compare, option.getValue());
      // Which elements are dropped is decided by the seed of fit.
      if (!same && !option.getValue().isNull() && !option.getKey().equals("seed")) {
        throw new IllegalArgumentException(
            "%s: only %s = %s is known here. Received: %s"
                .formatted(name, option.getKey(), Config.received(expected), option.getValue()));
      }
    }
  }

  /** 0 and 0.0 are the same number. */
  private static int compare(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return Double.compare(a.doubleValue(), b.doubleValue());
    }
    return a.equals(b) ? 0 : 1;
  }
}
