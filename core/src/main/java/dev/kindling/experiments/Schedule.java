package dev.kindling.experiments;

import dev.kindling.optimizers.ConstantRate;
import dev.kindling.optimizers.CosineDecay;
import dev.kindling.optimizers.LearningRateSchedule;
import dev.kindling.optimizers.OneCycle;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.PiecewiseConstantDecay;
import java.util.List;

/**
 * How the rate of a recipe's optimizer changes over the whole training, however many steps that
 * has. (Schedules by steps are the optimizer's own: {@link LearningRateSchedule}.)
 */
public enum Schedule {
  /** It stays as the optimizer has it. */
  CONSTANT,
  /** It falls to nothing along half a cosine. */
  COSINE,
  /** It falls to a tenth after half of the steps, and to a hundredth after three quarters. */
  STEP,
  /** It rises to the optimizer's rate and falls to hardly anything: Smith's one cycle. */
  ONE_CYCLE;

  /**
   * The optimizer with its rate's course.
   *
   * @throws IllegalArgumentException if the optimizer has a schedule of its own
   */
  Optimizer over(Optimizer optimizer, long steps) {
    if (this == CONSTANT) {
      return optimizer;
    }
    if (!(optimizer.learningRate() instanceof ConstantRate constant)) {
      throw new IllegalArgumentException(
          "The optimizer has a schedule of its own: give that one or this. Received: %s and %s"
              .formatted(optimizer.learningRate(), this));
    }
    return optimizer.learningRate(course(constant.rate(), Math.max(1, steps)));
  }

  private LearningRateSchedule course(double rate, long steps) {
    return switch (this) {
      case CONSTANT -> new ConstantRate(rate);
      case COSINE -> new CosineDecay(rate, steps);
      case STEP ->
          new PiecewiseConstantDecay(
              List.of(steps / 2, steps * 3 / 4 + 1), List.of(rate, rate / 10, rate / 100));
      case ONE_CYCLE -> new OneCycle(rate, steps);
    };
  }
}
