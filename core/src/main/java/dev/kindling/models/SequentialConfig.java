package dev.kindling.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.layers.Input;
import dev.kindling.layers.LayerConfig;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keras 3's JSON form of a {@code Sequential}, written and read. */
final class SequentialConfig {

  private SequentialConfig() {}

  static ObjectNode write(String name, Stack stack) {
    List<Shape> shapes = stack.lowered().shapes();
    ObjectNode config = LayerConfig.named(name, stack.trainable());
    ArrayNode layers = config.putArray("layers");
    layers.add(inputLayer(shapes.get(0)));
    for (int i = 0; i < stack.members().size(); i++) {
      layers.add(stack.members().get(i).config(shapes.get(i)));
    }
    LayerConfig.writeShape(config.putArray("build_input_shape"), shapes.get(0));
    ObjectNode json = LayerConfig.object("keras", "Sequential", config);
    LayerConfig.writeShape(json.putObject("build_config").putArray("input_shape"), shapes.get(0));
    return json;
  }

  private static ObjectNode inputLayer(Shape shape) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    LayerConfig.writeShape(config.putArray("batch_shape"), shape);
    config.put("dtype", "float32").put("sparse", false).put("ragged", false);
    config.put("name", Lowered.INPUT).put("optional", false);
    return LayerConfig.object("keras.layers", "InputLayer", config);
  }

  /**
   * Reads a model.
   *
   * @param weights by name; null to draw them
   */
  static Stack read(JsonNode json, @Nullable Map<String, Tensor> weights) {
    requireClass("Sequential", json);
    JsonNode layers = json.path("config").path("layers");
    boolean trainable = json.path("config").path("trainable").asBoolean(true);
    Stack stack = new Stack(json.path("config").path("name").asText());
    stack.trainable(trainable); // before its layers come, which say it for themselves
    requireClass("InputLayer", layers.path(0));
    stack.add(new Input(batchShape(layers.path(0).path("config").path("batch_shape"))));
    for (int i = 1; i < layers.size(); i++) {
      stack.add(readMember(layers.get(i), weights), weights);
    }
    return stack;
  }

  private static Member readMember(JsonNode json, @Nullable Map<String, Tensor> weights) {
    String name = json.path("config").path("name").asText();
    if (json.path("class_name").asText().equals("Sequential")) {
      return new Member.ModelMember(
          name, read(json, weights == null ? null : below(name + "/", weights)));
    }
    Member member = new Member.LayerMember(name, LayerConfig.read(json));
    member.trainable(json.path("config").path("trainable").asBoolean(true));
    return member;
  }

  private static Map<String, Tensor> below(String prefix, Map<String, Tensor> weights) {
    Map<String, Tensor> below = new LinkedHashMap<>();
    weights.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            below.put(name.substring(prefix.length()), tensor);
          }
        });
    return below;
  }

  private static void requireClass(String expected, JsonNode json) {
    JsonNode received = json.path("class_name");
    if (!received.asText().equals(expected)) {
      throw new IllegalArgumentException(
          "The model's config must have a layer of class_name '%s' there. Received: %s"
              .formatted(expected, received.isMissingNode() ? "missing" : received));
    }
  }

  private static Shape batchShape(JsonNode json) {
    int[] sizes = new int[Math.max(0, json.size() - 1)];
    boolean known = json.size() > 1 && json.path(0).isNull();
    for (int i = 0; i < sizes.length; i++) {
      known &= json.path(i + 1).isInt();
      sizes[i] = json.path(i + 1).asInt();
    }
    if (!known) {
      throw new IllegalArgumentException(
          "The batch_shape of an InputLayer must be [null, height, width, channels] or [null,"
              + " features]. Received: "
              + json);
    }
    return Shape.of(sizes);
  }
}
