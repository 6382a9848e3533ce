package dev.kindling.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.Golden;
import dev.kindling.engine.Comparison;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.graph.Doubles;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Interpreter;
import dev.kindling.graph.Transpose;
import dev.kindling.onnx.OnnxModel;
import dev.kindling.onnx.Ort;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What every layer owes: Keras's numbers and gradients, the same ones in the engine and in ONNX
 * Runtime, a config that Keras reads, and a file that is read back.
 */
class LayerContractTest {

  static final List<Case> CASES = new ArrayList<>();

  /** Those that Keras computes in the same way frozen; a frozen normalization has its own cases. */
  static final List<Case> FREEZABLE = new ArrayList<>();

  static {
    Golden.json("layers/layers.json").get("cases").forEach(json -> CASES.add(new Case(json)));
    CASES.stream()
        .filter(each -> each.trained.stream().noneMatch(name -> name.contains("moving")))
        .forEach(FREEZABLE::add);
  }

  @Test
  void everyLayer_isHere() {
    Set<Class<?>> seen =
        CASES.stream().map(each -> each.layer.getClass()).collect(Collectors.toSet());
    assertThat(seen).containsExactlyInAnyOrder(Layer.class.getPermittedSubclasses());
  }

  @Test
  void everyActivation_isHere() {
    Set<ActivationFunction> seen = new HashSet<>();
    for (Case each : CASES) {
      if (each.layer instanceof Activation activation) {
        seen.add(activation.activation());
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(ActivationFunction.values());
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("CASES")
  void config_isWrittenAsKerasDoes(Case each) {
    JsonNode config = each.json.get("config");
    ObjectNode written =
        LayerConfig.write(
            config.get("name").textValue(),
            each.layer,
            config.path("trainable").asBoolean(true),
            each.shapes);
    assertThat(same(written.get("config"), config))
        .as("%s and Keras's %s", written.get("config"), config)
        .isTrue();
  }

  /** 1 and 1.0 are the same number. */
  private static boolean same(JsonNode one, JsonNode other) {
    return one.equals(
        (a, b) -> {
          boolean numbers = a.isNumber() && b.isNumber();
          return numbers ? Double.compare(a.doubleValue(), b.doubleValue()) : a.equals(b) ? 0 : 1;
        },
        other);
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("CASES")
  void interpreter_hasKerasNumbersAndGradients(Case each) {
    Interpreter run = Interpreter.run(each.graph, each.given, Map.of(), each.trained);
    each.assertEqual("output", run.value(each.output), each.named("output"));
    Interpreter.Gradients gradients = run.gradients(each.output, each.named("weighting"));
    for (int i = 0; i < each.shapes.size(); i++) {
      Doubles wanted = array(each.json.get("input_gradients").get(i));
      each.assertEqual("gradient by input " + i, gradients.by("x" + i), wanted);
    }
    int i = 0;
    for (String weight : each.withGradients) {
      Doubles wanted = array(each.json.get("weight_gradients").get(i++));
      each.assertEqual(weight, gradients.by(weight), each.inGraphOrder(weight, wanted));
    }
    run.moved()
        .forEach((name, moved) -> each.assertEqual("moved " + name, moved, each.after(name)));
    assertThat(run.moved().keySet())
        .isEqualTo(
            each.trained.stream().filter(n -> n.contains("moving")).collect(Collectors.toSet()));
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("CASES")
  void engine_infersAsTheInterpreter(Case each) {
    Comparison comparison = new Comparison(each.graph, each.batch, each.given);
    for (int threads = 1; threads <= 2; threads++) {
      assertErrors(1e-5, comparison.inferenceErrors(new EngineOptions(Precision.F32, threads)));
    }
    assertErrors(8e-2, comparison.inferenceErrors(new EngineOptions(Precision.BF16, 2)));
  }

  /** The gradients by weights are asked for; by inputs, of what is added to them. */
  @ParameterizedTest(name = "{0}")
  @FieldSource("CASES")
  void engine_trainsAsTheInterpreter(Case each) {
    Comparison comparison = each.behindSums();
    Set<String> trained = new LinkedHashSet<>(each.trained);
    for (int i = 0; i < each.shapes.size(); i++) {
      trained.add("shift" + i);
    }
    assertErrors(1e-5, comparison.trainingErrors(trained, new EngineOptions(Precision.F32, 1)));
    Map<String, Double> rounded =
        comparison.trainingErrors(trained, new EngineOptions(Precision.BF16, 2));
    boolean relu = each.json.get("config").path("activation").asText().equals("relu");
    rounded.forEach(
        (what, error) -> {
          // Rounding changes on which side of 0 a number is, and with it where a gradient goes:
          // with a ReLU built in, a third of the greatest element was seen.
          double limit = relu && what.startsWith("gradient") ? 0.4 : 8e-2;
          assertThat(error).as(what).isLessThanOrEqualTo(limit);
        });
  }

  /** A frozen layer passes gradients on, has none itself, and normalizes as in inference. */
  @ParameterizedTest(name = "{0}")
  @FieldSource("FREEZABLE")
  void frozen_passesKerasGradientsOn(Case each) {
    Interpreter run = Interpreter.run(each.graph, each.given, Map.of(), Set.of());
    each.assertEqual("output", run.value(each.output), each.named("output"));
    Interpreter.Gradients gradients = run.gradients(each.output, each.named("weighting"));
    Set<String> inputs = new LinkedHashSet<>();
    for (int i = 0; i < each.shapes.size(); i++) {
      Doubles wanted = array(each.json.get("input_gradients").get(i));
      each.assertEqual("gradient by input " + i, gradients.by("x" + i), wanted);
      inputs.add("shift" + i);
    }
    assertThat(run.moved()).isEmpty();
    Comparison engine = each.behindSums();
    assertErrors(1e-5, engine.trainingErrors(inputs, new EngineOptions(Precision.F32, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("CASES")
  void file_meansTheSame(Case each) throws Exception {
    Map<String, Tensor> numbers = new LinkedHashMap<>();
    each.graph
        .parameters()
        .keySet()
        .forEach(name -> numbers.put(name, each.numbers(name).toTensor()));
    OnnxModel model = new OnnxModel(each.graph, numbers, Map.of());
    OnnxModel read = OnnxModel.read(model.toBytes(), "layer.onnx");
    assertThat(read.graph().nodes()).isEqualTo(each.graph.nodes());
    assertThat(read.toBytes()).isEqualTo(model.toBytes());

    double[] wanted = Interpreter.run(each.graph, each.given).value(each.output).data();
    float[] received = Ort.run(model.toBytes(), each.graph, each.given);
    assertThat(received).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      double most = 1e-5 * Math.max(1, Math.abs(wanted[i]));
      assertThat((double) received[i]).as("element %d", i).isCloseTo(wanted[i], within(most));
    }
  }

  private static void assertErrors(double limit, Map<String, Double> errors) {
    errors.forEach((what, error) -> assertThat(error).as(what).isLessThanOrEqualTo(limit));
  }

  private static Doubles array(JsonNode json) {
    return new Doubles(Shape.of(Golden.ints(json.get("shape"))), Golden.doubles(json.get("data")));
  }

  /** One layer of the golden file, read from Keras's config and lowered. */
  private static final class Case {
    private final JsonNode json;
    private final Layer layer;
    private final List<Shape> shapes = new ArrayList<>();
    private final int batch;
    private final Graph graph;
    private final String output;
    private final Lowering lowering;
    private final Map<String, Doubles> given = new LinkedHashMap<>();

    /** The weights that training changes, and of them those that have gradients. */
    private final Set<String> trained = new LinkedHashSet<>();

    private final Set<String> withGradients = new LinkedHashSet<>();

    Case(JsonNode json) {
      this.json = json;
      ObjectNode kind = JsonNodeFactory.instance.objectNode();
      kind.set("class_name", json.get("layer"));
      kind.set("config", json.get("config"));
      if (json.has("module")) {
        kind.set("module", json.get("module"));
        kind.set("inbound_nodes", json.get("inbound_nodes"));
      }
      layer = LayerConfig.read(kind);
      for (int i = 0; i < json.get("inputs").size(); i++) {
        Doubles input = array(json.get("inputs").get(i));
        given.put("x" + i, input);
        shapes.add(input.shape().withBatch(Shape.FREE));
      }
      batch = array(json.get("inputs").get(0)).shape().size(0);
      Graph.Builder builder = new Graph.Builder();
      lowering = new Lowering(builder);
      List<String> inputs = new ArrayList<>();
      for (int i = 0; i < shapes.size(); i++) {
        inputs.add(builder.input("x" + i, ElementType.FLOAT, shapes.get(i)));
      }
      output = lower(builder, lowering, inputs);
      graph = builder.build(List.of(output));
      lowering.constants().forEach((name, numbers) -> given.put(name, Doubles.of(numbers)));
      int place = 0;
      for (Map.Entry<String, Weight> weight : lowering.weights().entrySet()) {
        Doubles numbers = array(json.get("weights").get(place++));
        given.put(weight.getKey(), inGraphOrder(weight.getKey(), numbers));
        boolean statistic = weight.getValue().role() == Weight.Role.STATISTIC;
        boolean fixed = weight.getValue().role() == Weight.Role.FIXED;
        if (!fixed && json.get("config").path("trainable").asBoolean(true)) {
          if (!statistic || json.get("training").booleanValue()) {
            trained.add(weight.getKey());
          }
          if (!statistic) {
            withGradients.add(weight.getKey());
          }
        }
      }
    }

    private String lower(Graph.Builder builder, Lowering to, List<String> inputs) {
      List<String> first = new ArrayList<>();
      for (String input : inputs) {
        boolean pictures = builder.shape(input).rank() == 4;
        first.add(
            pictures ? builder.node(input + "/first", Transpose.CHANNELS_FIRST, input) : input);
      }
      String value = layer.lower("layer", first, to);
      return builder.shape(value).rank() == 4
          ? builder.node("last", Transpose.CHANNELS_LAST, value)
          : value;
    }

    /** The layer behind sums of its inputs and parameters, so that the inputs' gradients show. */
    Comparison behindSums() {
      Graph.Builder builder = new Graph.Builder();
      List<String> inputs = new ArrayList<>();
      Map<String, Doubles> numbers = new LinkedHashMap<>(given);
      for (int i = 0; i < shapes.size(); i++) {
        String input = builder.input("x" + i, ElementType.FLOAT, shapes.get(i));
        String shift = builder.parameter("shift" + i, shapes.get(i).withBatch(1));
        numbers.put(shift, Doubles.random(shapes.get(i).withBatch(1), new Random(i)));
        inputs.add(builder.node("sum" + i, new dev.kindling.graph.Add(), input, shift));
      }
      String value = lower(builder, new Lowering(builder), inputs);
      return new Comparison(builder.build(List.of(value)), batch, numbers);
    }

    Doubles numbers(String name) {
      return Objects.requireNonNull(given.get(name));
    }

    Doubles named(String key) {
      return LayerContractTest.array(json.get(key));
    }

    Doubles after(String name) {
      int place = List.copyOf(lowering.weights().keySet()).indexOf(name);
      return inGraphOrder(name, LayerContractTest.array(json.get("after").get(place)));
    }

    /** By the places that the numbers take: places are whole numbers, which floats hold exactly. */
    Doubles inGraphOrder(String name, Doubles keras) {
      KerasArray array = Objects.requireNonNull(lowering.weights().get(name)).keras();
      float[] places = new float[keras.data().length];
      for (int i = 0; i < places.length; i++) {
        places[i] = i;
      }
      float[] ordered = array.fromKeras(Tensor.of(keras.shape(), places));
      assertThat(array.toKeras(ordered).data()).isEqualTo(places);
      double[] numbers = new double[places.length];
      for (int i = 0; i < places.length; i++) {
        numbers[i] = keras.data()[(int) ordered[i]];
      }
      return new Doubles(graph.shape(name), numbers);
    }

    void assertEqual(String what, Doubles actual, Doubles expected) {
      assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
      assertThat(actual.data()).as(what).containsExactly(expected.data(), within(tolerance()));
    }

    /**
     * Both compute in double precision. But some numbers are kept in single precision: by
     * TensorFlow the slope of a leaky ReLU, the root of a half in a GELU and shares of pixels that
     * are thirds, by ONNX the 1/6 of a hard sigmoid.
     */
    private double tolerance() {
      if (layer instanceof LeakyReLU) {
        return 1e-8;
      }
      if (layer instanceof UpSampling2D enlarging) {
        boolean thirds = enlarging.size().height() == 3;
        return thirds && enlarging.interpolation() == UpSampling2D.Interpolation.BILINEAR
            ? 1e-7
            : 1e-12;
      }
      if (layer instanceof Activation activation) {
        return switch (activation.activation()) {
          case GELU, HARD_SIGMOID -> 1e-8;
          case LEAKY_RELU -> 3e-8;
          default -> 1e-12;
        };
      }
      return 1e-12;
    }

    @Override
    public String toString() {
      return "%s of %s, batch %d%s"
          .formatted(layer, shapes, batch, json.get("training").booleanValue() ? ", training" : "");
    }
  }
}
