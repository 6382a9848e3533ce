package dev.kindling.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
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

class OptimizerTest {

  private static final JsonNode GOLDEN = Golden.json("optimizers/optimizers.json");

  static final List<JsonNode> CASES = new ArrayList<>();

  static {
    GOLDEN.get("cases").forEach(CASES::add);
  }

  static final List<JsonNode> PAIRS = new ArrayList<>();

  static {
    GOLDEN.get("pairs").forEach(PAIRS::add);
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void step_movesWeightsAsKeras_20Steps(JsonNode json) {
    goesAsKeras(json, List.of("kernel"));
  }

  @ParameterizedTest
  @FieldSource("PAIRS")
  void step_movesTwoWeightsAsKeras_20Steps(JsonNode json) {
    goesAsKeras(json, List.of("kernel", "bias"));
  }

  /** Goes on from a copy of its state in the middle. */
  private static void goesAsKeras(JsonNode json, List<String> names) {
    float[] slope = Golden.floats(GOLDEN.get("slope"));
    float[] noise = Golden.floats(GOLDEN.get("noise"));
    float[] expected = Golden.floats(json.get("weights"));
    int count = slope.length / names.size();

    Optimizer optimizer = optimizer(json);
    Optimization optimization = new Optimization(optimizer);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (int k = 0; k < names.size(); k++) {
      float[] initial = Arrays.copyOfRange(expected, k * count, (k + 1) * count);
      weights.put(names.get(k), Tensor.of(Shape.of(count), initial));
    }
    int steps = noise.length / slope.length;
    for (int step = 0; step < steps; step++) {
      if (step == steps / 2) {
        OptimizerState state = optimization.state(weights);
        optimization = new Optimization(optimizer);
        optimization.restore(state, weights);
      }
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      for (int k = 0; k < names.size(); k++) {
        float[] of = Objects.requireNonNull(weights.get(names.get(k))).data();
        float[] gradient = new float[count];
        for (int i = 0; i < count; i++) {
          gradient[i] = of[i] * slope[k * count + i] + noise[step * slope.length + k * count + i];
        }
        gradients.put(names.get(k), Tensor.of(Shape.of(count), gradient));
      }
      optimization.step(weights, gradients);
      assertRow(json, step + 1, expected, weights);
    }
    if (expected.length > (steps + 1) * slope.length) {
      assertThat(optimization.takeAverages(weights)).isTrue();
      assertRow(json, steps + 1, expected, weights);
    }
  }

  private static void assertRow(
      JsonNode json, int row, float[] expected, Map<String, Tensor> weights) {
    int at = row * weights.values().stream().mapToInt(each -> each.data().length).sum();
    for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
      float[] actual = weight.getValue().data();
      for (int i = 0; i < actual.length; i++) {
        double wanted = expected[at + i];
        assertThat((double) actual[i])
            .as("%s of %s, row %d", i, weight.getKey(), row)
            .isCloseTo(wanted, within(tolerance(json) * Math.max(1, Math.abs(wanted))));
      }
      at += actual.length;
    }
  }

  /**
   * None, to the last bit; but Keras sums the squares of a norm in single precision, and computes
   * schedules there.
   */
  private static double tolerance(JsonNode json) {
    JsonNode options = json.get("options");
    boolean norm = options.has("clipnorm") || options.has("global_clipnorm");
    return norm || json.path("rate").isArray() ? 1e-6 : 0;
  }

  private static Optimizer optimizer(JsonNode json) {
    JsonNode options = json.get("options");
    Optimizer own = own(json.get("optimizer").textValue(), options);
    if (json.path("rate").isArray()) {
      own =
          own.learningRate(
              LearningRateScheduleTest.schedule(
                  json.get("rate").get(0).textValue(), json.get("rate").get(1)));
    }
    if (options.has("weight_decay")) {
      own = own.weightDecay(options.get("weight_decay").doubleValue());
    }
    if (json.path("excluded").isArray()) {
      own = own.excludeFromWeightDecay(json.get("excluded").get(0).textValue());
    }
    if (options.has("clipvalue")) {
      own = own.clipvalue(options.get("clipvalue").doubleValue());
    }
    if (options.has("clipnorm")) {
      own = own.clipnorm(options.get("clipnorm").doubleValue());
    }
    if (options.has("global_clipnorm")) {
      own = own.globalClipnorm(options.get("global_clipnorm").doubleValue());
    }
    if (options.has("use_ema")) {
      own =
          own.useEma(options.path("ema_momentum").asDouble(own.options().emaMomentum()))
              .emaOverwriteFrequency(options.path("ema_overwrite_frequency").asInt());
    }
    return own;
  }

  private static Optimizer own(String kind, JsonNode options) {
    double rate = options.path("learning_rate").asDouble(kind.equals("SGD") ? 0.01 : 0.001);
    return switch (kind) {
      case "RMSprop" -> {
        RMSprop rmsprop = new RMSprop(rate);
        yield rmsprop
            .rho(options.path("rho").asDouble(rmsprop.rho()))
            .momentum(options.path("momentum").asDouble())
            .epsilon(options.path("epsilon").asDouble(rmsprop.epsilon()))
            .centered(options.path("centered").asBoolean());
      }
      case "Adam" -> {
        Adam adam = new Adam(rate);
        yield adam.beta1(options.path("beta_1").asDouble(adam.beta1()))
            .beta2(options.path("beta_2").asDouble(adam.beta2()))
            .epsilon(options.path("epsilon").asDouble(adam.epsilon()))
            .amsgrad(options.path("amsgrad").asBoolean());
      }
      case "AdamW" -> new AdamW(rate).amsgrad(options.path("amsgrad").asBoolean());
      default ->
          new SGD(rate)
              .momentum(options.path("momentum").asDouble())
              .nesterov(options.path("nesterov").asBoolean());
    };
  }

  @Test
  void update_leavesWeightsWithoutGradientAlone() {
    for (Optimizer optimizer : List.of(new RMSprop(), new SGD().momentum(0.9), new Adam())) {
      float[] weights = {1, -2};
      optimizer.update(
          weights, new float[2], new float[optimizer.slots().size()][2], 0, 2, 0.001, 0);
      assertThat(weights).containsExactly(1, -2);
    }
  }

  /** More weights than one thread is given, and no multiple of anything. */
  @Test
  void threads_moveTheSameWeightsToTheBit() {
    for (Optimizer optimizer :
        List.of(
            new RMSprop().centered(true).momentum(0.9),
            new SGD().momentum(0.9).weightDecay(0.1),
            new Adam().amsgrad(true).useEma(0.9))) {
      Map<String, Tensor> one = Map.of("w", Tensor.zeros(200_003));
      Map<String, Tensor> three = Map.of("w", Tensor.zeros(200_003));
      Optimization alone = new Optimization(optimizer);
      Optimization shared = new Optimization(optimizer);
      for (int step = 0; step < 3; step++) {
        alone.step(one, Map.of("w", gradients(step)), 1);
        shared.step(three, Map.of("w", gradients(step)), 3);
      }
      alone.takeAverages(one);
      shared.takeAverages(three);
      assertThat(Objects.requireNonNull(three.get("w")).data())
          .isEqualTo(Objects.requireNonNull(one.get("w")).data());
    }
  }

  private static Tensor gradients(int seed) {
    Tensor gradients = Tensor.zeros(200_003);
    for (int i = 0; i < gradients.data().length; i++) {
      gradients.data()[i] = (i * 31 % 127 - 63 + seed) / 64f;
    }
    return gradients;
  }

  @Test
  void whatIsRemembered_isNeverDenormal() {
    for (Optimizer optimizer :
        List.of(new RMSprop().centered(true).momentum(0.9), new SGD().momentum(0.9), new Adam())) {
      Map<String, Tensor> weights = Map.of("w", Tensor.zeros(4));
      Optimization optimization = new Optimization(optimizer);
      float[] first = {1, -1e-3f, 1e-15f, 1e-30f};
      optimization.step(weights, Map.of("w", Tensor.of(Shape.of(4), first)));
      for (int step = 0; step < 3000; step++) {
        optimization.step(weights, Map.of("w", Tensor.zeros(4)));
      }
      for (Tensor slot : optimization.state(weights).arrays().values()) {
        for (float number : slot.data()) {
          assertThat(number == 0 || Math.abs(number) >= Float.MIN_NORMAL)
              .as("%s of %s", number, optimizer.className())
              .isTrue();
        }
      }
    }
  }

  @Test
  void multipliers_scaleTheLearningRateOfWeightsByName() {
    Optimizer optimizer =
        new SGD(0.5)
            .learningRateMultiplier("dense", 0.5)
            .learningRateMultiplier("dense/bias", 0)
            .learningRateMultiplier("den", 9);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    for (String name : List.of("dense/kernel", "dense/bias", "dense_1/kernel")) {
      weights.put(name, Tensor.of(Shape.of(1), new float[] {1}));
      gradients.put(name, Tensor.of(Shape.of(1), new float[] {1}));
    }
    new Optimization(optimizer).step(weights, gradients);
    assertThat(weights.values().stream().map(each -> each.data()[0]).toList())
        .containsExactly(0.75f, 1f, 0.5f);
  }

  @Test
  void learningRate_isSetWhileTrainingUnlessAScheduleDecides() {
    Optimization constant = new Optimization(new SGD(0.5));
    constant.learningRate(0.25);
    assertThat(constant.learningRate()).isEqualTo(0.25);
    Optimization again = new Optimization(new SGD(0.5));
    again.restore(constant.state(Map.of()), Map.of());
    assertThat(again.learningRate()).isEqualTo(0.25);
    Optimization scheduled =
        new Optimization(new SGD().learningRate(new ExponentialDecay(0.5, 1, 0.5)));
    assertThatThrownBy(() -> scheduled.learningRate(0.1)).hasMessageContaining("ExponentialDecay");
  }

  @Test
  void state_ofAnotherOptimizerOrModelIsRefused() {
    Map<String, Tensor> weights = Map.of("dense/kernel", Tensor.zeros(2));
    Optimization adam = new Optimization(new Adam());
    adam.step(weights, Map.of("dense/kernel", Tensor.zeros(2)));
    OptimizerState state = adam.state(weights);
    assertThat(state.arrays()).containsOnlyKeys("dense/kernel/momentum", "dense/kernel/velocity");
    assertThatThrownBy(() -> new Optimization(new RMSprop()).restore(state, weights))
        .hasMessageContaining("dense/kernel/momentum");
    assertThatThrownBy(
            () ->
                new Optimization(new Adam())
                    .restore(state, Map.of("dense/kernel", Tensor.zeros(3))))
        .hasMessageContaining("(2,)");
    Map<String, Tensor> half = new LinkedHashMap<>(state.arrays());
    half.remove("dense/kernel/velocity");
    assertThatThrownBy(() -> adam.restore(new OptimizerState(1, null, half), weights))
        .hasMessageContaining("'dense/kernel' is there but for its array 'velocity'");
  }

  @Test
  void options_outOfRangeAreRefused() {
    assertThatThrownBy(() -> new RMSprop().learningRate(0))
        .hasMessageContaining("learningRate=0.0");
    assertThatThrownBy(() -> new RMSprop().learningRate(Double.NaN))
        .hasMessageContaining("learningRate=NaN");
    assertThatThrownBy(() -> new RMSprop().rho(1.1)).hasMessageContaining("rho=1.1");
    assertThatThrownBy(() -> new RMSprop().epsilon(-1)).hasMessageContaining("epsilon=-1.0");
    assertThatThrownBy(() -> new SGD().momentum(2)).hasMessageContaining("momentum=2.0");
    assertThatThrownBy(() -> new Adam().beta2(1)).hasMessageContaining("beta2=1.0");
    assertThatThrownBy(() -> new SGD().clipnorm(-1)).hasMessageContaining("clipnorm=-1.0");
    assertThatThrownBy(() -> new SGD().useEma(2)).hasMessageContaining("emaMomentum=2.0");
    assertThatThrownBy(() -> new OptimizerOptions(0, List.of(), 1, 1, 0, false, 0.99, 0, Map.of()))
        .hasMessageContaining("Only one of");
  }
}
