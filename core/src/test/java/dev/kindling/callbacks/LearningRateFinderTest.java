package dev.kindling.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.callbacks.LearningRateFinder.Trials;
import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Input;
import dev.kindling.losses.MeanSquaredError;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.ExponentialDecay;
import dev.kindling.optimizers.OptimizerState;
import dev.kindling.optimizers.SGD;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LearningRateFinderTest {

  /** The same batch for ever: x = 1, y = 2. */
  private static final class One implements Batches {
    private final Tensor x = Tensor.of(Shape.of(1, 1), new float[] {1});
    private final Tensor y = Tensor.of(Shape.of(1, 1), new float[] {2});

    @Override
    public int samples() {
      return 1;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public Batch next() {
      return new Batch(x, y);
    }

    @Override
    public void skip(long batches) {}

    @Override
    public void reset() {}

    @Override
    public void close() {}
  }

  /** Learns w with the loss (w - 2)^2, from w = 0. */
  private static Sequential model() {
    Sequential model = new Sequential().add(new Input(1)).add(new Dense(1).useBias(false));
    model.compile(new SGD(0.25).momentum(0.5), new MeanSquaredError());
    model.setWeights(Map.of("dense/kernel", Tensor.of(Shape.of(1, 1), new float[] {0})));
    return model;
  }

  @Test
  void rates_growEvenly_andLossesAreThoseOfTheFormula() {
    try (Sequential model = model()) {
      Trials trials =
          new LearningRateFinder().startRate(1e-4).endRate(1e-2).steps(11).find(model, new One());

      double w = 0;
      double moved = 0;
      double sum = 0;
      assertThat(trials.rates()).hasSize(11);
      for (int step = 0; step < 11; step++) {
        double rate = 1e-4 * Math.pow(100, step / 10.0);
        assertThat(trials.rates().get(step)).isCloseTo(rate, Offset.offset(1e-12));
        sum = 0.98 * sum + 0.02 * (w - 2) * (w - 2);
        double smooth = sum / (1 - Math.pow(0.98, step + 1));
        assertThat(trials.losses().get(step)).isCloseTo(smooth, Offset.offset(1e-5));
        moved = 0.5 * moved - rate * 2 * (w - 2);
        w += moved;
      }
    }
  }

  @Test
  void model_isAsItWasBefore() {
    try (Sequential model = model()) {
      model.trainOnBatch(new One().next());
      float weight = weight(model);
      OptimizerState state = model.optimizerState();

      Trials trials = new LearningRateFinder().startRate(1).endRate(1e6).find(model, new One());

      assertThat(trials.rates().size()).as("stopped when the loss rose").isLessThan(100);
      assertThat(weight(model)).isEqualTo(weight);
      assertThat(model.learningRate()).isEqualTo(0.25);
      assertThat(model.optimizerState().iterations()).isEqualTo(state.iterations());
      assertThat(model.optimizerState().learningRate()).isEqualTo(state.learningRate());
      model.trainOnBatch(new One().next());
      try (Sequential other = model()) {
        other.trainOnBatch(new One().next());
        other.trainOnBatch(new One().next());
        assertThat(weight(model)).isEqualTo(weight(other));
      }
    }
  }

  private static float weight(Sequential model) {
    return Objects.requireNonNull(model.getWeights().get("dense/kernel")).data()[0];
  }

  @Test
  void suggestion_isATenthOfTheGreatestRateOfAboutTheLeastLoss() {
    List<Double> rates = List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0);
    Trials valley = new Trials(rates, List.of(3.0, 2.0, 1.0, 1.019, 1.2, 1.31, 0.5));
    assertThat(valley.good()).isEqualTo(5);
    assertThat(valley.suggestion()).isEqualTo(0.4);
    Trials falling = new Trials(rates, List.of(7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0));
    assertThat(falling.good()).isEqualTo(7);
    assertThat(falling.suggestion()).isEqualTo(0.7);
    assertThatThrownBy(() -> new Trials(List.of(), List.of()).suggestion())
        .hasMessageContaining("no rate to suggest");
  }

  @Test
  void wrongRanges_andSchedules_areRefused() {
    try (Sequential model = model()) {
      assertThatThrownBy(() -> new LearningRateFinder().steps(9)).hasMessageContaining("steps");
      assertThatThrownBy(
              () -> new LearningRateFinder().startRate(1).endRate(0.1).find(model, new One()))
          .hasMessageContaining("Received: startRate=1.0, endRate=0.1");
      model.compile(
          new SGD().learningRate(new ExponentialDecay(0.1, 10, 0.9)), new MeanSquaredError());
      assertThatThrownBy(() -> new LearningRateFinder().find(model, new One()))
          .hasMessageContaining("ExponentialDecay");
    }
  }
}
