package dev.kindling.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.Golden;
import dev.kindling.graph.Doubles;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Interpreter;
import dev.kindling.graph.Transpose;
import dev.kindling.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Layers read from Keras's config and lowered, against what Keras's layers give, with their
 * gradients; both in double precision.
 */
class LayerGoldenTest {

  static final List<JsonNode> CASES = cases();

  /** What is no layer here, and dropout in training, whose draws are Keras's own. */
  private static List<JsonNode> cases() {
    List<JsonNode> cases = new ArrayList<>();
    for (JsonNode json : Golden.json("graph/keras_layers.json").get("cases")) {
      boolean known = !json.get("layer").textValue().equals("Rescaling");
      if (known && !json.get("training").booleanValue()) {
        cases.add(json);
      }
    }
    return cases;
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void layer_lowersToKerasMeaning(JsonNode json) {
    Layer layer = read(json);
    Doubles x = array(json.get("input"));
    Graph.Builder builder = new Graph.Builder();
    Lowering lowering = new Lowering(builder);
    boolean pictures = x.shape().rank() == 4;

    String value = builder.input("x", ElementType.FLOAT, x.shape().withBatch(Shape.FREE));
    value = pictures ? builder.node("first", Transpose.CHANNELS_FIRST, value) : value;
    value = layer.lower("layer", value, lowering);
    Shape shape = lowering.kerasShape(value);
    value = shape.rank() == 4 ? builder.node("last", Transpose.CHANNELS_LAST, value) : value;
    Graph graph = builder.build(List.of(value));

    Map<String, Doubles> given = new HashMap<>(Map.of("x", x));
    List<String> parameters = List.copyOf(graph.parameters().keySet());
    for (int i = 0; i < parameters.size(); i++) {
      given.put(parameters.get(i), inGraphOrder(array(json.get("weights").get(i))));
    }
    Interpreter run = Interpreter.run(graph, given);
    Doubles output = array(json.get("output"));
    assertThat(shape).isEqualTo(output.shape().withBatch(Shape.FREE));
    assertEqual("output", run.value(value), output);

    Interpreter.Gradients gradients = run.gradients(value, array(json.get("weighting")));
    assertEqual("gradient", gradients.by("x"), array(json.get("input_gradient")));
    for (int i = 0; i < parameters.size(); i++) {
      Doubles expected = inGraphOrder(array(json.get("weight_gradients").get(i)));
      assertEqual(parameters.get(i), gradients.by(parameters.get(i)), expected);
    }
  }

  private static Layer read(JsonNode json) {
    ObjectNode layer = JsonNodeFactory.instance.objectNode();
    layer.set("class_name", json.get("layer"));
    layer.set("config", json.get("config"));
    return LayerConfig.read(layer);
  }

  private static Doubles array(JsonNode json) {
    return new Doubles(Shape.of(Golden.ints(json.get("shape"))), Golden.doubles(json.get("data")));
  }

  /** Keras's kernels are (height, width, channels, filters). */
  private static Doubles inGraphOrder(Doubles weight) {
    if (weight.shape().rank() != 4) {
      return weight;
    }
    Graph.Builder builder = new Graph.Builder();
    builder.parameter("kernel", weight.shape());
    builder.node("y", new Transpose(List.of(3, 2, 0, 1)), "kernel");
    return Interpreter.run(builder.build(List.of("y")), Map.of("kernel", weight)).value("y");
  }

  private static void assertEqual(String what, Doubles actual, Doubles expected) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    assertThat(actual.data()).as(what).containsExactly(expected.data(), within(1e-12));
  }
}
