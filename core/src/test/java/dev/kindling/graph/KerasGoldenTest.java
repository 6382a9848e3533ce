package dev.kindling.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The {@link Interpreter} against Keras's layers, both in double precision. */
class KerasGoldenTest {

  static final List<Case> CASES = cases();

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    Golden.json("graph/keras_layers.json").get("cases").forEach(json -> cases.add(new Case(json)));
    return cases;
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void layer_hasKerasValuesAndGradients(Case layer) {
    Graph graph = layer.graph();
    Interpreter run = Interpreter.run(graph, layer.given(graph), layer.masks());
    assertEqual("output", run.value("y"), layer.array("output"));

    Interpreter.Gradients gradients = run.gradients("y", layer.array("weighting"));
    assertEqual("gradient by the input", gradients.by("x"), layer.array("input_gradient"));
    List<Doubles> weights = layer.arrays("weight_gradients");
    for (int i = 0; i < weights.size(); i++) {
      Doubles expected = inGraphOrder(weights.get(i));
      assertEqual("gradient by weight " + i, gradients.by("w" + i), expected);
    }
  }

  private static void assertEqual(String what, Doubles actual, Doubles expected) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    assertThat(actual.data()).as(what).containsExactly(expected.data(), within(1e-12));
  }

  /** Keras's kernels are (height, width, channels, filters), the graph's the other way round. */
  private static Doubles inGraphOrder(Doubles weight) {
    if (weight.shape().rank() != 4) {
      return weight;
    }
    Graph.Builder builder = new Graph.Builder();
    builder.parameter("kernel", weight.shape());
    builder.node("y", new Transpose(List.of(3, 2, 0, 1)), "kernel");
    return Interpreter.run(builder.build(List.of("y")), Map.of("kernel", weight)).value("y");
  }

  /** One layer of the golden file and what it means as a graph, written down by hand. */
  private record Case(JsonNode json) {

    Graph graph() {
      Graph.Builder b = new Graph.Builder();
      Doubles input = array("input");
      b.input("x", ElementType.FLOAT, input.shape().withBatch(Shape.FREE));
      List<String> operands = new ArrayList<>();
      operands.add("x");
      for (Doubles weight : arrays("weights")) {
        Doubles ordered = inGraphOrder(weight);
        operands.add(b.parameter("w" + (operands.size() - 1), ordered.shape()));
      }
      switch (layer()) {
        case "Conv2D" -> {
          operands.set(0, b.node("first", Transpose.CHANNELS_FIRST, "x"));
          b.node("conv", new Conv(window("kernel_size")), operands);
          b.node("last", Transpose.CHANNELS_LAST, "conv");
          activation(b, "last");
        }
        case "MaxPooling2D" -> {
          b.node("first", Transpose.CHANNELS_FIRST, "x");
          b.node("pool", new MaxPool(window("pool_size")), "first");
          b.node("y", Transpose.CHANNELS_LAST, "pool");
        }
        case "Dense" -> activation(b, b.node("product", new Gemm(), operands));
        case "Activation" -> activation(b, "x");
        case "Flatten" -> b.node("y", new Flatten(), "x");
        case "Dropout" -> b.node("y", new Dropout(config("rate").doubleValue()), "x");
        case "Rescaling" -> {
          b.parameter("scale", Shape.of());
          b.parameter("offset", Shape.of());
          b.node("scaled", new Mul(), "x", "scale");
          b.node("y", new Add(), "scaled", "offset");
        }
        default -> throw new IllegalStateException("No graph is written down for " + layer());
      }
      return b.build(List.of("y"));
    }

    private void activation(Graph.Builder b, String value) {
      String name = config("activation").textValue();
      switch (name) {
        case "linear" -> b.node("y", new Cast(), value);
        case "relu" -> b.node("y", new Relu(), value);
        case "sigmoid" -> b.node("y", new Sigmoid(), value);
        case "softmax" -> b.node("y", new Softmax(), value);
        default -> throw new IllegalStateException("No operator is written down for " + name);
      }
    }

    private Window window(String sizeKey) {
      int[] size = Golden.ints(config(sizeKey));
      int[] strides = Golden.ints(config("strides"));
      Padding padding = Padding.NONE;
      if (config("padding").textValue().equals("same")) {
        Shape picture = array("input").shape(); // channels last
        int rows = samePadding(picture.size(1), size[0], strides[0]);
        int columns = samePadding(picture.size(2), size[1], strides[1]);
        // Of an odd number the greater half comes after.
        padding = new Padding(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
      }
      return new Window(size[0], size[1], strides[0], strides[1], padding);
    }

    private static int samePadding(int size, int window, int stride) {
      int places = (size + stride - 1) / stride;
      return Math.max(0, (places - 1) * stride + window - size);
    }

    Map<String, Doubles> given(Graph graph) {
      Map<String, Doubles> given = new HashMap<>();
      given.put("x", array("input"));
      List<Doubles> weights = arrays("weights");
      for (int i = 0; i < weights.size(); i++) {
        given.put("w" + i, inGraphOrder(weights.get(i)));
      }
      if (graph.parameters().containsKey("scale")) {
        given.put("scale", new Doubles(Shape.of(), config("scale").doubleValue()));
        given.put("offset", new Doubles(Shape.of(), config("offset").doubleValue()));
      }
      return given;
    }

    /** Keras's dropped elements: those that became 0 (no input is). */
    Map<String, Doubles> masks() {
      if (!json.get("training").booleanValue()) {
        return Map.of();
      }
      Doubles output = array("output");
      double[] mask = new double[output.data().length];
      for (int i = 0; i < mask.length; i++) {
        mask[i] = output.data()[i] == 0 ? 0 : 1 / (1 - config("rate").doubleValue());
      }
      return Map.of("y", new Doubles(output.shape(), mask));
    }

    Doubles array(String name) {
      return toDoubles(json.get(name));
    }

    List<Doubles> arrays(String name) {
      List<Doubles> arrays = new ArrayList<>();
      json.get(name).forEach(array -> arrays.add(toDoubles(array)));
      return arrays;
    }

    private static Doubles toDoubles(JsonNode array) {
      return new Doubles(
          Shape.of(Golden.ints(array.get("shape"))), Golden.doubles(array.get("data")));
    }

    private String layer() {
      return json.get("layer").textValue();
    }

    private JsonNode config(String key) {
      return json.get("config").get(key);
    }

    @Override
    public String toString() {
      return layer() + json.get("config") + " of " + array("input").shape();
    }
  }
}
