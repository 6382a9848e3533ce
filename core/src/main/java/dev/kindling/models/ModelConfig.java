package dev.kindling.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.layers.Input;
import dev.kindling.layers.LayerConfig;
import dev.kindling.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keras 3's JSON form of models, {@code Sequential} and functional ones, written and read. */
final class ModelConfig {

  private ModelConfig() {}

  static ObjectNode write(String name, Network network) {
    return network.isSequential()
        ? writeSequential(name, network)
        : FunctionalConfig.write(name, network);
  }

  private static ObjectNode writeSequential(String name, Network network) {
    Shape input = network.lowered().input();
    ObjectNode config = LayerConfig.named(name, network.trainable());
    ArrayNode layers = config.putArray("layers");
    layers.add(inputLayer(Lowered.INPUT, input));
    network.calls().forEach(call -> layers.add(member(call, network)));
    LayerConfig.writeShape(config.putArray("build_input_shape"), input);
    ObjectNode json = LayerConfig.object("keras", "Sequential", config);
    LayerConfig.writeShape(json.putObject("build_config").putArray("input_shape"), input);
    return json;
  }

  static ObjectNode member(Network.Call call, Network network) {
    return call.member().config(call.inputs().stream().map(network.lowered()::shape).toList());
  }

  static ObjectNode inputLayer(String name, Shape shape) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    LayerConfig.writeShape(config.putArray("batch_shape"), shape);
    config.put("dtype", "float32").put("sparse", false).put("ragged", false);
    config.put("name", name).put("optional", false);
    return LayerConfig.object("keras.layers", "InputLayer", config);
  }

  /**
   * Reads a model.
   *
   * @param weights has the weights; null to draw them
   */
  static Network read(JsonNode json, @Nullable WeightSource weights) {
    boolean functional = FunctionalConfig.isOne(json);
    return functional ? FunctionalConfig.read(json, weights) : readSequential(json, weights);
  }

  /** Reads a model of members one after another. */
  static Network readSequential(JsonNode json, @Nullable WeightSource weights) {
    requireClass("Sequential", json);
    JsonNode layers = json.path("config").path("layers");
    Network network = new Network(json.path("config").path("name").asText());
    // Before its layers come, which say it for themselves.
    network.trainable(json.path("config").path("trainable").asBoolean(true));
    requireClass("InputLayer", layers.path(0));
    network.add(new Input(batchShape(layers.path(0).path("config"))));
    List<String> values = network.outputs();
    for (int i = 1; i < layers.size(); i++) {
      values = network.call(readMember(layers.get(i), weights), values);
    }
    network.outputs(values, weights);
    return network;
  }

  static Member readMember(JsonNode json, @Nullable WeightSource weights) {
    String name = json.path("config").path("name").asText();
    if (json.has("shared_object_id")) { // a mark on what Keras meets a second time
      throw new IllegalArgumentException(
          "The layer '%s' is in two models, which cannot share one here".formatted(name));
    }
    if (json.path("class_name").asText().equals("Sequential") || FunctionalConfig.isOne(json)) {
      return new Member.ModelMember(
          name, read(json, weights == null ? null : weights.below(name + "/")));
    }
    Member member = new Member.LayerMember(name, LayerConfig.read(json));
    member.trainable(json.path("config").path("trainable").asBoolean(true));
    return member;
  }

  private static void requireClass(String expected, JsonNode json) {
    JsonNode received = json.path("class_name");
    if (!received.asText().equals(expected)) {
      throw new IllegalArgumentException(
          "The model's config must have a layer of class_name '%s' there. Received: %s"
              .formatted(expected, received.isMissingNode() ? "missing" : received));
    }
  }

  /** What an InputLayer takes, without the batch. Keras 2 called it otherwise. */
  static Shape batchShape(JsonNode config) {
    JsonNode json = config.path(config.has("batch_shape") ? "batch_shape" : "batch_input_shape");
    int[] sizes = new int[Math.max(0, json.size() - 1)];
    boolean known = json.size() > 1 && json.path(0).isNull();
    for (int i = 0; i < sizes.length; i++) {
      known &= json.path(i + 1).isInt();
      sizes[i] = json.path(i + 1).asInt();
    }
    if (!known) {
      throw new IllegalArgumentException(
          "The batch_shape of an InputLayer must be [null, height, width, channels] or [null,"
              + " features]; make the model with a fixed input_shape. Received: "
              + json);
    }
    return Shape.of(sizes);
  }
}
