package dev.kindling.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.layers.Input;
import dev.kindling.layers.LayerConfig;
import dev.kindling.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keras 3's JSON form of a functional model: its layers, and for each place where one works, an
 * inbound node, the values that it takes there. A value is known by its history: the layer, the
 * place, and which of several outputs.
 */
final class FunctionalConfig {

  private FunctionalConfig() {}

  static boolean isOne(JsonNode json) {
    String className = json.path("class_name").asText();
    return className.equals("Functional") || className.equals("Model");
  }

  static ObjectNode write(String name, Network network) {
    Map<String, ArrayNode> histories = histories(network);
    ObjectNode config = LayerConfig.named(name, network.trainable());
    config.remove("dtype");
    ArrayNode layers = config.putArray("layers");
    for (String input : network.inputs().keySet()) {
      ObjectNode layer = ModelConfig.inputLayer(input, network.lowered().shape(input));
      layer.put("name", input).putArray("inbound_nodes");
      layers.add(layer);
    }
    for (Member member : network.members()) {
      List<Network.Call> calls =
          network.calls().stream().filter(call -> call.member() == member).toList();
      ObjectNode layer = ModelConfig.member(calls.get(0), network);
      ArrayNode nodes = layer.put("name", member.name()).putArray("inbound_nodes");
      calls.forEach(call -> nodes.add(node(call, network, histories)));
      layers.add(layer);
    }
    config.set("input_layers", ends(List.copyOf(network.inputs().keySet()), network, histories));
    config.set("output_layers", ends(network.outputs(), network, histories));
    ObjectNode json = LayerConfig.object("keras.src.models.functional", "Functional", config);
    json.put("registered_name", "Functional");
    json.putObject("build_config").putNull("input_shape");
    return json;
  }

  /** Of each value: the layer, the place where it works, and which output it is. */
  private static Map<String, ArrayNode> histories(Network network) {
    Map<String, ArrayNode> histories = new HashMap<>();
    network.inputs().keySet().forEach(input -> histories.put(input, history(input, 0, 0)));
    Map<Member, Integer> places = new HashMap<>();
    for (Network.Call call : network.calls()) {
      int place = places.merge(call.member(), 1, Integer::sum) - 1;
      for (int i = 0; i < call.outputs().size(); i++) {
        histories.put(call.outputs().get(i), history(call.member().name(), place, i));
      }
    }
    return histories;
  }

  private static ArrayNode history(String layer, int place, int output) {
    return JsonNodeFactory.instance.arrayNode().add(layer).add(place).add(output);
  }

  private static ObjectNode node(
      Network.Call call, Network network, Map<String, ArrayNode> histories) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    List<ObjectNode> values = new ArrayList<>();
    for (String input : call.inputs()) {
      ObjectNode value = JsonNodeFactory.instance.objectNode();
      values.add(value.put("class_name", "__keras_tensor__"));
      ObjectNode config = value.putObject("config");
      LayerConfig.writeShape(config.putArray("shape"), network.lowered().shape(input));
      config.put("dtype", "float32").set("keras_history", histories.get(input));
    }
    node.set("args", call.member().arguments(values));
    ObjectNode options = node.putObject("kwargs");
    if (call.member() instanceof Member.ModelMember) {
      options.putNull("mask");
    }
    return node;
  }

  /** One history, or a list of several. */
  private static ArrayNode ends(
      List<String> values, Network network, Map<String, ArrayNode> histories) {
    List<ArrayNode> ends = values.stream().map(histories::get).map(ArrayNode::deepCopy).toList();
    ends.forEach(end -> shift(end, network, 1));
    return ends.size() == 1 ? ends.get(0) : JsonNodeFactory.instance.arrayNode().addAll(ends);
  }

  /** At the ends of a model Keras counts the places of a functional model in it from 1 on. */
  private static ArrayNode shift(ArrayNode end, Network network, int by) {
    String layer = end.path(0).asText();
    for (Member member : network.members()) {
      if (member.name().equals(layer) && member.className().equals("Functional")) {
        end.set(1, IntNode.valueOf(end.path(1).asInt() + by));
      }
    }
    return end;
  }

  static Network read(JsonNode json, @Nullable WeightSource weights) {
    JsonNode config = json.path("config");
    Network network = new Network(config.path("name").asText(), false);
    Map<JsonNode, String> values = new HashMap<>();
    Map<String, JsonNode> inputs = new HashMap<>();
    Map<Member, JsonNode> nodes = new LinkedHashMap<>();
    for (JsonNode layer : config.path("layers")) {
      String name = layer.path("config").path("name").asText();
      if (layer.path("class_name").asText().equals("InputLayer")) {
        inputs.put(name, layer);
      } else {
        Member member = ModelConfig.readMember(layer, weights);
        network.declare(member);
        nodes.put(member, layer.path("inbound_nodes"));
      }
    }
    for (JsonNode end : ends(config.path("input_layers"))) {
      JsonNode input = inputs.get(end.path(0).asText());
      if (input == null) {
        throw new IllegalArgumentException(
            "There is no InputLayer for the model's input " + end.path(0));
      }
      Shape sample = ModelConfig.batchShape(input.path("config"));
      network.input(end.path(0).asText(), new Input(sample));
      values.put(history(end.path(0).asText(), 0, 0), end.path(0).asText());
    }
    connect(network, nodes, values);
    List<String> outputs = new ArrayList<>();
    for (JsonNode end : ends(config.path("output_layers"))) {
      boolean history = end instanceof ArrayNode && end.size() == 3;
      outputs.add(value(history ? shift(((ArrayNode) end).deepCopy(), network, -1) : end, values));
    }
    network.outputs(outputs, weights);
    frozen(network, config);
    return network;
  }

  /** Has members work, each once what it takes is there. */
  private static void connect(
      Network network, Map<Member, JsonNode> nodes, Map<JsonNode, String> values) {
    Map<Member, List<List<JsonNode>>> places = new LinkedHashMap<>();
    nodes.forEach(
        (member, inbound) -> {
          List<List<JsonNode>> each = new ArrayList<>();
          inbound.forEach(node -> each.add(arguments(member, node)));
          places.put(member, each);
        });
    int left =
        new CallOrder<>(places)
            .run(
                List.copyOf(values.keySet()),
                (member, place, taken) -> {
                  List<String> inputs =
                      taken.stream().map(history -> value(history, values)).toList();
                  List<String> made = network.call(member, inputs);
                  List<JsonNode> histories = new ArrayList<>();
                  for (int i = 0; i < made.size(); i++) {
                    histories.add(history(member.name(), place, i));
                    values.put(histories.get(i), made.get(i));
                  }
                  return histories;
                });
    if (left > 0) {
      throw new IllegalArgumentException(
          "Some layer of the model '%s' takes a value that no layer gives"
              .formatted(network.name()));
    }
  }

  /** The histories of the values that a layer takes in one place. */
  private static List<JsonNode> arguments(Member member, JsonNode node) {
    List<JsonNode> histories = new ArrayList<>();
    JsonNode arguments = node.path("args");
    JsonNode values = arguments.path(0).isArray() ? arguments.path(0) : arguments;
    for (JsonNode value : values) {
      JsonNode history = value.path("config").path("keras_history");
      if (history.size() == 3) {
        histories.add(history);
      } else if (!member.takesNumbers() || !value.isNumber()) {
        throw new IllegalArgumentException(
            "%s takes something else than values of layers: %s".formatted(member, value));
      }
    }
    for (Map.Entry<String, JsonNode> option : node.path("kwargs").properties()) {
      boolean harmless = option.getKey().equals("training") && !option.getValue().asBoolean();
      if (!harmless && !option.getValue().isNull()) {
        throw new IllegalArgumentException(
            "%s is called with %s = %s, which is not known here"
                .formatted(member, option.getKey(), option.getValue()));
      }
    }
    return histories;
  }

  private static String value(JsonNode history, Map<JsonNode, String> values) {
    String value = values.get(history);
    if (value == null) {
      throw new IllegalArgumentException("No layer of the model gives " + history);
    }
    return value;
  }

  private static List<JsonNode> ends(JsonNode json) {
    List<JsonNode> ends = new ArrayList<>();
    if (json.path(0).isTextual()) {
      ends.add(json);
    } else {
      json.forEach(ends::add);
    }
    return ends;
  }

  /** The model's own word on being frozen; its layers have said theirs. */
  private static void frozen(Network network, JsonNode config) {
    List<Boolean> own = network.members().stream().map(Member::trainable).toList();
    network.trainable(config.path("trainable").asBoolean(true));
    for (int i = 0; i < own.size(); i++) {
      network.members().get(i).trainable(own.get(i));
    }
  }
}
