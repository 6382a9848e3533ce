package dev.kindling.models;

import static dev.kindling.layers.ActivationFunction.HARD_SIGMOID;
import static dev.kindling.layers.ActivationFunction.SILU;
import static dev.kindling.layers.ActivationFunction.SOFTMAX;
import static dev.kindling.layers.ActivationFunction.TANH;
import static dev.kindling.layers.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.Golden;
import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.layers.Activation;
import dev.kindling.layers.Add;
import dev.kindling.layers.AveragePooling2D;
import dev.kindling.layers.BatchNormalization;
import dev.kindling.layers.Concatenate;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.DepthwiseConv2D;
import dev.kindling.layers.GlobalAveragePooling2D;
import dev.kindling.layers.GlobalMaxPooling2D;
import dev.kindling.layers.Input;
import dev.kindling.layers.KerasArray;
import dev.kindling.layers.KerasTensor;
import dev.kindling.layers.Layer;
import dev.kindling.layers.MaxNorm;
import dev.kindling.layers.Multiply;
import dev.kindling.layers.ReLU;
import dev.kindling.layers.Regularizer;
import dev.kindling.layers.ZeroPadding2D;
import dev.kindling.losses.CategoricalCrossentropy;
import dev.kindling.metrics.Accuracy;
import dev.kindling.optimizers.SGD;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks with branches, against the same ones in Keras. */
class ModelTest {

  private static final JsonNode GOLDEN = Golden.json("models/functional.json");

  /** For losses, weights and scores of about 1. */
  private static final double BOUND = 3e-6;

  private static Model read(String name) {
    JsonNode golden = GOLDEN.get(name);
    Model model = Model.fromConfig(golden.get("config"));
    model.setWeights(weights(golden.get("initial"), model));
    model.engine(EngineOptions.defaults().precision(Precision.F32));
    return model;
  }

  @ParameterizedTest
  @ValueSource(strings = {"branched", "frozen"})
  void training_goesAsInKeras(String name) {
    JsonNode golden = GOLDEN.get(name);
    Tensor x = tensor(golden.get("x"));
    Tensor y = tensor(golden.get("y"));
    try (Model model = read(name)) {
      assertClose("before", model.predict(x).data(), Golden.floats(golden.get("predicted_before")));
      model.compile(
          new SGD().learningRate(0.05).momentum(0.5),
          new CategoricalCrossentropy(),
          new Accuracy());
      Batches batches = new ArrayBatches(x, y, 8);
      for (JsonNode expected : golden.get("steps")) {
        Batch batch = batches.next();
        Scores scores = model.trainOnBatch(batch.x(), Objects.requireNonNull(batch.y()));
        assertThat(scores.loss()).isCloseTo(expected.get("loss").doubleValue(), within(BOUND));
      }
      Map<String, Tensor> after = weights(golden.get("after_all"), model);
      model
          .getWeights()
          .forEach(
              (weight, numbers) -> assertClose(weight, numbers.data(), numbers(after, weight)));
      assertClose("after", model.predict(x).data(), Golden.floats(golden.get("predicted_after")));
      double evaluated = golden.get("evaluated").get(0).doubleValue();
      assertThat(model.evaluate(new ArrayBatches(x, y, 8)).loss())
          .isCloseTo(evaluated, within(BOUND));
    }
  }

  @Test
  void severalInputsAndOutputs_areKeras() {
    JsonNode golden = GOLDEN.get("several");
    List<Tensor> given = new ArrayList<>();
    golden.get("given").forEach(array -> given.add(tensor(array)));
    try (Model model = read("several")) {
      List<Tensor> predicted = model.predict(given);
      assertThat(predicted).hasSize(3);
      for (int i = 0; i < 3; i++) {
        Tensor expected = tensor(golden.get("predicted").get(i));
        assertThat(predicted.get(i).shape()).isEqualTo(expected.shape());
        assertClose("output " + i, predicted.get(i).data(), expected.data());
      }
      try (Model again = Model.fromConfig(model.toConfig(), model.getWeights())) {
        again.engine(EngineOptions.defaults().precision(Precision.F32));
        assertThat(again.toConfig()).isEqualTo(model.toConfig());
        assertThat(again.predict(given).get(1).data()).isEqualTo(predicted.get(1).data());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"branched", "frozen"})
  void config_isReadAndWrittenAsKerasDoes(String name) {
    JsonNode config = config(name);
    ObjectNode written = Model.fromConfig(config).toConfig();
    assertThat(written.get("config")).isEqualTo(config.get("config"));
    assertThat(written.get("class_name")).isEqualTo(config.get("class_name"));
    assertThat(written.get("registered_name")).isEqualTo(config.get("registered_name"));
  }

  /** Without the masks that nothing here has. */
  private static JsonNode config(String name) {
    JsonNode config = GOLDEN.get(name).get("config").deepCopy();
    config.findValues("kwargs").forEach(options -> ((ObjectNode) options).remove("mask"));
    return config;
  }

  /** The network of the golden file. */
  private static Model branched() {
    KerasTensor image = KerasTensor.input(9, 10, 3);
    KerasTensor x = new ZeroPadding2D(0, 1, 0, 1).apply(image);
    x = new Conv2D(8, 3).strides(2).useBias(false).apply(x);
    x = new BatchNormalization().momentum(0.9).apply(x);
    x = new ReLU(6).apply(x);
    KerasTensor y = new DepthwiseConv2D(3).padding(SAME).useBias(false).apply(x);
    y = new BatchNormalization().momentum(0.8).apply(y);
    y = new Activation(SILU).apply(y);
    KerasTensor gate = new GlobalAveragePooling2D(true).apply(y);
    gate = new Conv2D(8, 1).activation(HARD_SIGMOID).apply(gate);
    y = new Multiply().apply(y, gate);
    x = new Add().apply(x, y);
    Layer shared =
        new Conv2D(8, 3)
            .padding(SAME)
            .activation(TANH)
            .kernelRegularizer(Regularizer.l1l2(0.001, 0.01))
            .kernelConstraint(new MaxNorm(0.7, List.of(0, 1, 2)));
    KerasTensor once = shared.apply("shared", x);
    KerasTensor twice = shared.apply(shared.apply(x));
    KerasTensor mean = new AveragePooling2D(2).strides(1).padding(SAME).apply(x);
    x = new Concatenate().apply(once, twice, mean);
    x = new GlobalMaxPooling2D().apply(x);
    return new Model(image, new Dense(3).activation(SOFTMAX).apply(x));
  }

  @Test
  void layers_areInKerasOrderUnderKerasNames() {
    List<String> expected = new ArrayList<>();
    for (JsonNode layer : GOLDEN.get("branched").get("config").get("config").get("layers")) {
      expected.add(layer.get("name").textValue());
    }
    expected.remove("input_layer");
    assertThat(branched().layers()).extracting(Member::name).containsExactlyElementsOf(expected);
    assertThat(branched().toConfig().get("config")).isEqualTo(config("branched").get("config"));
  }

  @Test
  void model_mayBeALayerOfAnother_frozenOrNot() {
    Model base = branched();
    Sequential whole = new Sequential().add(new Input(9, 10, 3)).add(base).add(new Dense(2));
    assertThat(whole.getWeights()).containsKey("functional/shared/kernel");
    assertThat(whole.layers().get(0).className()).isEqualTo("Functional");
    whole.layers().get(0).trainable(false);
    assertThat(base.layers()).noneMatch(Member::trainable);
    assertThat(whole.summary()).contains("Trainable params: 8 (32.00 B)");
    Model read = Model.fromConfig(whole.toConfig(), whole.getWeights());
    assertThat(read.toConfig()).isEqualTo(whole.toConfig());
    assertThat(read.summary()).isEqualTo(whole.summary());
  }

  @Test
  void frozenWeights_areThoseThatTheyWereGivenLast() {
    Sequential model = new Sequential();
    model.add(new Input(2)).add(new Dense(2)).add(new Dense(2).activation(SOFTMAX));
    model.layers().get(0).trainable(false);
    model.compile(new SGD(), new CategoricalCrossentropy());
    Tensor x = Tensor.of(Shape.of(1, 2), new float[] {1, 2});
    Tensor y = Tensor.of(Shape.of(1, 2), new float[] {0, 1});
    model.trainOnBatch(x, y);
    Map<String, Tensor> weights = model.getWeights();
    numbers(weights, "dense/kernel")[0] = 5;
    model.setWeights(weights);
    double loss = model.evaluate(x, y).loss();
    assertThat(model.trainOnBatch(x, y).loss()).isCloseTo(loss, within(1e-6));
    assertThat(numbers(model.getWeights(), "dense/kernel")[0]).isEqualTo(5);
    model.close();
  }

  @Test
  void severalOutputs_areNotTakenForTheFirst() {
    KerasTensor features = KerasTensor.input(2);
    KerasTensor one = new Dense(2).activation(SOFTMAX).apply(features);
    KerasTensor other = new Dense(2).activation(SOFTMAX).apply(features);
    Model model = new Model(List.of(features), List.of(one, other));
    assertThatThrownBy(() -> model.compile(new SGD(), new CategoricalCrossentropy()))
        .hasMessageContaining("gives [(None, 2), (None, 2)]: compile takes a loss for each");
    assertThatThrownBy(() -> model.predict(Tensor.zeros(1, 2)))
        .hasMessageContaining("predict with a list of samples");
  }

  @Test
  void mistakes_areNamed() {
    KerasTensor image = KerasTensor.input(8, 8, 3);
    KerasTensor other = KerasTensor.input(8, 8, 3);
    KerasTensor sum = new Add().apply(image, other);
    assertThatThrownBy(() -> new Model(image, sum))
        .hasMessageContaining("need an input of shape (None, 8, 8, 3)");
    assertThatThrownBy(() -> new Add().apply(image)).hasMessageContaining("two or more values");
    assertThatThrownBy(() -> new Conv2D(2, 3).apply(image, other))
        .hasMessageContaining("takes one value. Received: 2");
    Layer conv = new Conv2D(2, 3);
    KerasTensor second = conv.apply(conv.apply(image));
    assertThatThrownBy(() -> new Model(image, second))
        .hasMessageContaining("'conv2d/kernel' has the shape (2, 3, 3, 3)");
    Model model = new Model(List.of(image, other), List.of(sum));
    assertThatThrownBy(() -> model.predict(Tensor.zeros(1, 8, 8, 3)))
        .hasMessageContaining(
            "The model takes samples of shape [(None, 8, 8, 3), (None, 8, 8, 3)]");
    ObjectNode config = branched().toConfig();
    ((ObjectNode) config.at("/config/layers/2/inbound_nodes/0/kwargs")).put("mask", 1);
    assertThatThrownBy(() -> Model.fromConfig(config)).hasMessageContaining("called with mask = 1");
  }

  private static void assertClose(String what, float[] actual, float[] expected) {
    assertThat(actual).as(what).containsExactly(expected, within((float) BOUND));
  }

  private static float[] numbers(Map<String, Tensor> weights, String name) {
    return Objects.requireNonNull(weights.get(name), name).data();
  }

  private static Map<String, Tensor> weights(JsonNode json, Model model) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Map<String, Tensor> own = model.getWeights();
    for (Map.Entry<String, KerasArray> weight : model.kerasArrays().entrySet()) {
      Tensor keras = tensor(Objects.requireNonNull(json.get(weight.getKey()), weight.getKey()));
      Shape shape = Objects.requireNonNull(own.get(weight.getKey())).shape();
      weights.put(weight.getKey(), Tensor.of(shape, weight.getValue().fromKeras(keras)));
    }
    assertThat(json).hasSize(weights.size());
    return weights;
  }

  private static Tensor tensor(JsonNode json) {
    return Tensor.of(Shape.of(Golden.ints(json.get("shape"))), Golden.floats(json.get("data")));
  }

  /** A walk from the outputs comes to the early branch first, Keras's layers to the late one. */
  @Test
  void config_ofBranchesFromAlongTheWay_isReadInTheSameOrder() {
    KerasTensor input = KerasTensor.input(8, 8, 3);
    KerasTensor early = new Conv2D(4, 3).apply(input);
    KerasTensor late = new Conv2D(5, 3).apply(early);
    KerasTensor output =
        new Concatenate()
            .apply(
                new GlobalAveragePooling2D().apply(early),
                new GlobalAveragePooling2D().apply(late));
    Model model = new Model(input, output);

    Model read = Model.fromConfig(model.toConfig(), model.getWeights());

    assertThat(read.graph().nodes()).isEqualTo(model.graph().nodes());
  }
}
