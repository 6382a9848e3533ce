package dev.kindling.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LearningRateScheduleTest {

  private static final JsonNode GOLDEN = Golden.json("optimizers/schedules.json");

  static final List<JsonNode> CASES = new ArrayList<>();
  static final List<JsonNode> ONE_CYCLES = new ArrayList<>();

  static {
    GOLDEN.get("cases").forEach(CASES::add);
    GOLDEN.get("one_cycle").forEach(ONE_CYCLES::add);
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void rates_areKeras(JsonNode json) {
    LearningRateSchedule schedule = schedule(json.get("schedule").textValue(), json.get("options"));
    for (int i = 0; i < GOLDEN.get("steps").size(); i++) {
      double expected = json.get("rates").get(i).doubleValue();
      // Keras computes in single precision, and near the end of a wave adds 1 and almost -1.
      assertThat(schedule.at(GOLDEN.get("steps").get(i).longValue()))
          .as("step %s", GOLDEN.get("steps").get(i))
          .isCloseTo(expected, within(1e-7 + 1e-6 * expected));
    }
  }

  @ParameterizedTest
  @FieldSource("ONE_CYCLES")
  void oneCycle_isPyTorchs(JsonNode json) {
    JsonNode options = json.get("options");
    OneCycle cycle =
        new OneCycle(options.get("max_lr").doubleValue(), options.get("total_steps").longValue());
    cycle =
        cycle
            .pctStart(options.path("pct_start").asDouble(cycle.pctStart()))
            .divFactor(options.path("div_factor").asDouble(cycle.divFactor()))
            .finalDivFactor(options.path("final_div_factor").asDouble(cycle.finalDivFactor()));
    for (int step = 0; step < json.get("rates").size(); step++) {
      double expected = json.get("rates").get(step).doubleValue();
      assertThat(cycle.at(step)).as("step %d", step).isCloseTo(expected, within(1e-12));
    }
    assertThat(cycle.at(10_000)).isEqualTo(cycle.at(cycle.totalSteps() - 1));
  }

  static LearningRateSchedule schedule(String kind, JsonNode options) {
    double initial = options.path("initial_learning_rate").asDouble();
    long steps = options.path("decay_steps").asLong();
    return switch (kind) {
      case "ExponentialDecay" ->
          new ExponentialDecay(
              initial,
              steps,
              options.get("decay_rate").doubleValue(),
              options.path("staircase").asBoolean());
      case "InverseTimeDecay" ->
          new InverseTimeDecay(
              initial,
              steps,
              options.get("decay_rate").doubleValue(),
              options.path("staircase").asBoolean());
      case "PiecewiseConstantDecay" -> {
        List<Long> boundaries = new ArrayList<>();
        options.get("boundaries").forEach(each -> boundaries.add(each.longValue()));
        List<Double> values = new ArrayList<>();
        options.get("values").forEach(each -> values.add(each.doubleValue()));
        yield new PiecewiseConstantDecay(boundaries, values);
      }
      case "CosineDecay" -> {
        double alpha = options.path("alpha").asDouble();
        yield options.has("warmup_target")
            ? new CosineDecay(
                initial,
                steps,
                alpha,
                options.get("warmup_target").doubleValue(),
                options.get("warmup_steps").longValue())
            : new CosineDecay(initial, steps).alpha(alpha);
      }
      default -> {
        CosineDecayRestarts keras =
            new CosineDecayRestarts(initial, options.get("first_decay_steps").longValue());
        yield keras
            .tMul(options.path("t_mul").asDouble(keras.tMul()))
            .mMul(options.path("m_mul").asDouble(keras.mMul()))
            .alpha(options.path("alpha").asDouble(keras.alpha()));
      }
    };
  }

  @Test
  void options_outOfRangeAreRefused() {
    assertThatThrownBy(() -> new ConstantRate(0)).hasMessageContaining("learningRate=0.0");
    assertThatThrownBy(() -> new ConstantRate(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new CosineDecay(-1, 10))
        .hasMessageContaining("initialLearningRate=-1.0");
    assertThatThrownBy(() -> new CosineDecay(0.1, 0)).hasMessageContaining("decaySteps=0");
    assertThatThrownBy(() -> new CosineDecay(0.1, 10).alpha(2)).hasMessageContaining("alpha=2.0");
    assertThatThrownBy(() -> new CosineDecay(0, 10).warmup(0.1, 0))
        .hasMessageContaining("warmupSteps=0");
    assertThatThrownBy(() -> new CosineDecayRestarts(0.1, 10).tMul(0.5))
        .hasMessageContaining("tMul=0.5");
    assertThatThrownBy(() -> new PiecewiseConstantDecay(List.of(5L, 5L), List.of(1., 2., 3.)))
        .hasMessageContaining("[5, 5]");
    assertThatThrownBy(() -> new PiecewiseConstantDecay(List.of(5L), List.of(1.)))
        .hasMessageContaining("one value more");
    assertThatThrownBy(() -> new OneCycle(0.1, 10).divFactor(0))
        .hasMessageContaining("divFactor=0.0");
  }
}
