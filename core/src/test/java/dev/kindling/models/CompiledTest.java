package dev.kindling.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.layers.KerasArray;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.losses.CategoricalCrossentropy;
import dev.kindling.losses.Loss;
import dev.kindling.losses.MeanSquaredError;
import dev.kindling.losses.SparseCategoricalCrossentropy;
import dev.kindling.metrics.AUC;
import dev.kindling.metrics.Accuracy;
import dev.kindling.optimizers.Adam;
import dev.kindling.optimizers.AdamW;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.optimizers.SGD;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What compile and fit take beside a loss: weights of samples, classes and outputs. */
class CompiledTest {

  private static final JsonNode GOLDEN = Golden.json("models/compiled.json");

  /** Both compute in single precision, in other orders of summing; six steps carry that on. */
  private static final double BOUND = 2e-6;

  static final List<JsonNode> SINGLE = new ArrayList<>();

  static {
    GOLDEN.get("single").forEach(SINGLE::add);
  }

  @ParameterizedTest
  @FieldSource("SINGLE")
  void oneOutput_isTrainedAsInKeras(JsonNode golden) {
    Loss loss =
        switch (golden.get("loss").textValue()) {
          case "binary_crossentropy" -> new BinaryCrossentropy();
          case "categorical_crossentropy" -> new CategoricalCrossentropy();
          case "mean_squared_error" -> new MeanSquaredError();
          default -> new SparseCategoricalCrossentropy();
        };
    OutputLoss wanted = new OutputLoss(loss).metrics(new Accuracy());
    if (golden.get("history").has("weighted_accuracy")) {
      wanted = wanted.weightedMetrics(new Accuracy());
    }
    boolean weighted = !golden.get("sample_weight").isNull();
    Tensor x = tensor(golden.get("x"));
    Tensor y = tensor(golden.get("y"));
    Batch all = weighted ? new Batch(x, y, tensor(golden.get("sample_weight"))) : new Batch(x, y);
    Map<Integer, Double> classWeight = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : golden.get("class_weight").properties()) {
      classWeight.put(Integer.valueOf(each.getKey()), each.getValue().doubleValue());
    }
    assertTrainedAsInKeras(golden, new SGD(0.1), List.of(wanted), all, classWeight);
  }

  @Test
  void severalInputsAndOutputs_areTrainedAsInKeras() {
    JsonNode golden = GOLDEN.get("several");
    List<OutputLoss> losses =
        List.of(
            new OutputLoss(new BinaryCrossentropy()).metrics(new Accuracy(), new AUC()),
            new OutputLoss(new CategoricalCrossentropy().labelSmoothing(0.1))
                .weight(0.5)
                .metrics(new Accuracy())
                .weightedMetrics(new Accuracy()),
            new OutputLoss(new MeanSquaredError()).weight(2),
            new OutputLoss(new SparseCategoricalCrossentropy().fromLogits(true))
                .weight(0.25)
                .metrics(new Accuracy()));
    Batch all =
        new Batch(
            tensors(golden.get("x")),
            tensors(golden.get("y")),
            tensors(golden.get("sample_weight")),
            List.of());
    assertTrainedAsInKeras(golden, new Adam(0.05), losses, all, Map.of());
  }

  @Test
  void scoresAndTheirLogits_areTrainedTogetherAsInKeras() {
    JsonNode golden = GOLDEN.get("shared");
    List<OutputLoss> losses =
        List.of(
            new OutputLoss(new CategoricalCrossentropy()).weight(0.75).metrics(new Accuracy()),
            new OutputLoss(new SparseCategoricalCrossentropy().fromLogits(true))
                .weight(0.5)
                .metrics(new Accuracy()));
    Batch all = new Batch(tensors(golden.get("x")), tensors(golden.get("y")));
    assertTrainedAsInKeras(golden, new RMSprop(0.05), losses, all, Map.of());
  }

  @Test
  void whatActsOnGradientsAndWeights_actsInKerasOrder() {
    Map<String, Optimizer> optimizers =
        Map.of(
            "clipped",
            new SGD(0.5).momentum(0.5).weightDecay(0.1).globalClipnorm(0.5),
            "averaged",
            new AdamW(0.05).weightDecay(0.5).clipnorm(0.5).useEma(0.8).emaOverwriteFrequency(2));
    OutputLoss loss = new OutputLoss(new BinaryCrossentropy()).metrics(new Accuracy());
    optimizers.forEach(
        (name, optimizer) -> {
          JsonNode golden = GOLDEN.get(name);
          Batch all = new Batch(tensors(golden.get("x")), tensors(golden.get("y")));
          assertTrainedAsInKeras(golden, optimizer, List.of(loss), all, Map.of());
        });
  }

  /** What a generator says of its samples' weights counts as in arrays. */
  @Test
  void generators_weighTheirSamples() {
    Tensor x = Tensor.zeros(12, 4, 4, 1);
    Tensor y = Tensor.zeros(12);
    Tensor weights = Tensor.zeros(12);
    for (int i = 0; i < 12; i++) {
      Arrays.fill(x.data(), i * 16, (i + 1) * 16, i % 3);
      y.data()[i] = i % 2;
      weights.data()[i] = i % 4;
    }
    FlowOptions flow = new FlowOptions().batchSize(4).shuffle(false);
    FitOptions fit = new FitOptions().batchSize(4).shuffle(false).classWeight(Map.of());
    try (Sequential one = flat();
        Sequential other = flat();
        Batches batches = new ImageDataGenerator().flow(x, y, weights, flow)) {
      History fromArrays = one.fit(x, y, weights, fit);
      History fromGenerator = other.fit(batches, fit);
      assertThat(fromGenerator.get("loss")).isEqualTo(fromArrays.get("loss"));
      one.getWeights()
          .forEach(
              (name, tensor) ->
                  assertThat(Networks.numbers(other.getWeights(), name)).isEqualTo(tensor.data()));
      assertThatThrownBy(() -> other.fit(batches, fit.classWeight(Map.of(1, 2.0))))
          .hasMessageContaining("cannot both be given");
    }
  }

  private static Sequential flat() {
    Sequential model = new Sequential();
    model.add(new Input(4, 4, 1)).add(new Flatten()).add(new Dense(1)).initialize(3);
    model.compile(new SGD(), new BinaryCrossentropy().fromLogits(true));
    return model;
  }

  private static void assertTrainedAsInKeras(
      JsonNode golden,
      Optimizer optimizer,
      List<OutputLoss> losses,
      Batch all,
      Map<Integer, Double> classWeight) {
    try (Model model = Model.fromConfig(golden.get("config"))) {
      model.engine(EngineOptions.defaults().precision(Precision.F32));
      model.setWeights(weights(golden.get("initial"), model));
      model.compile(optimizer, losses);
      FitOptions options =
          new FitOptions()
              .epochs(2)
              .batchSize(8)
              .shuffle(false)
              .classWeight(classWeight)
              .validationData(all);
      History history = model.fit(all, options);
      for (Map.Entry<String, JsonNode> each : golden.get("history").properties()) {
        assertThat(history.get(each.getKey()))
            .as(each.getKey())
            .containsExactly(Golden.doubles(each.getValue()), within(BOUND));
      }
      Scores last = history.epochs().get(1).training();
      assertThat(golden.get("history")).hasSize(2 * (1 + last.metrics().size()));
      Map<String, Tensor> after = weights(golden.get("after"), model);
      model
          .getWeights()
          .forEach(
              (name, tensor) ->
                  assertThat(tensor.data())
                      .as(name)
                      .containsExactly(Networks.numbers(after, name), within((float) BOUND)));
    }
  }

  private static Sequential small(int columns) {
    Sequential model = new Sequential();
    model.add(new Input(2)).add(new Dense(columns));
    return model;
  }

  @Test
  void mistakes_areNamed() {
    Sequential model = small(2);
    assertThatThrownBy(() -> model.compile(new SGD(), List.of()))
        .hasMessageContaining("compile takes a loss for each. Received: 0");
    model.compile(new SGD(), new SparseCategoricalCrossentropy().fromLogits(true));
    Tensor x = Tensor.zeros(3, 2);
    Tensor y = Tensor.zeros(3);
    FitOptions weighted = new FitOptions().classWeight(Map.of(1, 2.0));
    assertThatThrownBy(() -> model.fit(x, y, Tensor.zeros(3), weighted))
        .hasMessageContaining("cannot both be given");
    assertThatThrownBy(() -> model.fit(List.of(x), List.of(y, y), new FitOptions()))
        .hasMessageContaining("Received: labels for 2");
    assertThatThrownBy(() -> model.fit(List.of(x, x), List.of(y), new FitOptions()))
        .hasMessageContaining("The model takes samples of shape");
    assertThatThrownBy(
            () -> model.fit(x, Tensor.of(Shape.of(3), new float[] {0, 1, 2}), new FitOptions()))
        .hasMessageContaining("whole numbers below 2")
        .hasMessageContaining("Received: 2.0");
    assertThatThrownBy(() -> new OutputLoss(new MeanSquaredError()).weight(-1))
        .hasMessageContaining("weight=-1.0");
    assertThatThrownBy(
            () ->
                model.compile(new SGD().learningRateMultiplier("dens", 2), new MeanSquaredError()))
        .hasMessageContaining("learningRateMultiplier for 'dens'")
        .hasMessageContaining("[dense/kernel, dense/bias]");
    Sequential ended = small(2);
    ended.add(new dev.kindling.layers.Softmax());
    assertThatThrownBy(
            () -> ended.compile(new SGD(), new CategoricalCrossentropy().fromLogits(true)))
        .hasMessageContaining("leave fromLogits or the activation out");
    model.close();
  }

  private static Map<String, Tensor> weights(JsonNode json, Model model) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Map<String, Tensor> own = model.getWeights();
    for (Map.Entry<String, KerasArray> weight : model.kerasArrays().entrySet()) {
      Tensor keras = tensor(Objects.requireNonNull(json.get(weight.getKey()), weight.getKey()));
      Shape shape = Objects.requireNonNull(own.get(weight.getKey())).shape();
      weights.put(weight.getKey(), Tensor.of(shape, weight.getValue().fromKeras(keras)));
    }
    return weights;
  }

  private static List<Tensor> tensors(JsonNode json) {
    List<Tensor> tensors = new ArrayList<>();
    json.forEach(each -> tensors.add(tensor(each)));
    return tensors;
  }

  private static Tensor tensor(JsonNode json) {
    return Tensor.of(Shape.of(Golden.ints(json.get("shape"))), Golden.floats(json.get("data")));
  }
}
