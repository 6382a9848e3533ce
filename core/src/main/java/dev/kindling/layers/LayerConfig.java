package dev.kindling.layers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Keras 3's JSON form of a layer, {@code {"module": "keras.layers", "class_name": "Dense",
 * "config": {...}, ...}}, written and read.
 */
public final class LayerConfig {

  /** Seeds, since that of fit decides, and Keras's mark of objects that it meets again. */
  private static final Set<String> NOT_COMPARED = Set.of("seed", "shared_object_id");

  private LayerConfig() {}

  /**
   * A layer as Keras writes it.
   *
   * @param trainable whether training moves its weights
   * @param inputs the shapes of what it takes, in Keras's order
   */
  public static ObjectNode write(String name, Layer layer, boolean trainable, List<Shape> inputs) {
    ObjectNode config = named(name, trainable);
    layer.writeOptions(config);
    boolean operation = layer instanceof Arithmetic;
    String module = operation ? Arithmetic.MODULE : "keras.layers";
    ObjectNode json = object(module, layer.className(), config);
    if (operation) {
      json.put("registered_name", layer.className());
    }
    if (layer.isBuilt()) {
      ArrayNode shape = json.putObject("build_config").putArray("input_shape");
      if (inputs.size() == 1) {
        writeShape(shape, inputs.get(0));
      } else {
        inputs.forEach(input -> writeShape(shape.addArray(), input));
      }
    }
    return json;
  }

  /**
   * What Keras hands to a layer in one place.
   *
   * @param values in Keras's JSON form
   */
  public static ArrayNode arguments(Layer layer, List<ObjectNode> values) {
    return layer instanceof Arithmetic arithmetic
        ? arithmetic.arguments(values)
        : arguments(values);
  }

  /** What Keras hands to a layer or a model in one place: one value, or a list of several. */
  public static ArrayNode arguments(List<ObjectNode> values) {
    ArrayNode arguments = JsonNodeFactory.instance.arrayNode();
    (values.size() == 1 ? arguments : arguments.addArray()).addAll(values);
    return arguments;
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
  public static ObjectNode named(String name, boolean trainable) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("name", name).put("trainable", trainable);
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
    if (Arithmetic.isIn(json)) {
      return Arithmetic.read(name, json);
    }
    Config config = new Config(name, options);
    Layer layer =
        switch (className) {
          case "Activation" -> Activation.read(config);
          case "Add" -> new Add();
          case "AveragePooling2D" -> AveragePooling2D.read(config);
          case "BatchNormalization" -> BatchNormalization.read(config);
          case "Concatenate" -> Concatenate.read(config);
          case "Conv2D" -> Conv2D.read(config);
          case "Cropping2D" -> Cropping2D.read(config);
          case "Dense" -> Dense.read(config);
          case "DepthwiseConv2D" -> DepthwiseConv2D.read(config);
          case "Dropout" -> Dropout.read(config);
          case "ELU" -> ELU.read(config);
          case "Flatten" -> new Flatten();
          case "GaussianNoise" -> GaussianNoise.read(config);
          case "GlobalAveragePooling2D" -> GlobalAveragePooling2D.read(config);
          case "GlobalMaxPooling2D" -> GlobalMaxPooling2D.read(config);
          case "LayerNormalization" -> LayerNormalization.read(config);
          case "LeakyReLU" -> LeakyReLU.read(config);
          case "MaxPooling2D" -> MaxPooling2D.read(config);
          case "Multiply" -> new Multiply();
          case "Normalization" -> Normalization.read(config);
          case "PReLU" -> PReLU.read(config);
          case "ReLU" -> ReLU.read(config);
          case "Rescaling" -> Rescaling.read(config);
          case "Reshape" -> Reshape.read(config);
          case "SeparableConv2D" -> SeparableConv2D.read(config);
          case "Softmax" -> new Softmax();
          case "SpatialDropout2D" -> SpatialDropout2D.read(config);
          case "UpSampling2D" -> UpSampling2D.read(config);
          case "ZeroPadding2D" -> ZeroPadding2D.read(config);
          default ->
              throw new IllegalArgumentException(
                  "There is no layer of this kind here. Received: class_name "
                      + Config.received(json.path("class_name")));
        };
    requireSame(name, layer, options);
    return layer;
  }

  /**
   * An option that would be lost (noise that is spread otherwise) is refused: what is read must say
   * the same when it is written again.
   */
  private static void requireSame(String name, Layer layer, JsonNode options) {
    ObjectNode written =
        named(options.path("name").asText(), options.path("trainable").asBoolean(true));
    layer.writeOptions(written);
    for (Map.Entry<String, JsonNode> option : options.properties()) {
      JsonNode expected = written.path(option.getKey());
      if (!option.getKey().equals("seed") && !says(expected, option.getValue())) {
        throw new IllegalArgumentException(
            "%s: only %s = %s is known here. Received: %s"
                .formatted(name, option.getKey(), Config.received(expected), option.getValue()));
      }
    }
  }

  /** Whether all that is received is in what was written. 0 and 0.0 are the same number. */
  private static boolean says(JsonNode written, JsonNode received) {
    if (received.isNull()) {
      return true;
    }
    if (received.isNumber() && written.isNumber()) {
      return received.doubleValue() == written.doubleValue();
    }
    if (received.isNumber() && written.isArray() && written.size() == 1) {
      return says(written.get(0), received);
    }
    if (received.isArray() && written.isArray() && received.size() == written.size()) {
      return IntStream.range(0, received.size())
          .allMatch(i -> says(written.get(i), received.get(i)));
    }
    if (received.isObject() && written.isObject()) {
      return received.properties().stream()
          .allMatch(
              entry ->
                  NOT_COMPARED.contains(entry.getKey())
                      || says(written.path(entry.getKey()), entry.getValue()));
    }
    return received.equals(written);
  }
}
