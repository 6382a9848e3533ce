package dev.kindling.optimizers;

import org.jspecify.annotations.Nullable;

/**
 * A rate that falls along half a wave of the cosine, after an optional warm-up along a straight
 * line (Loshchilov and Hutter, 2017). Keras: {@code CosineDecay}.
 *
 * @param initialLearningRate the rate of the first step; 0 makes sense before a warm-up
 * @param decaySteps how many steps the fall takes; the rate stays after them
 * @param alpha where it ends, as a share of where it began to fall, 0 to 1
 * @param warmupTarget the rate after the warm-up; null for none
 * @param warmupSteps how many steps the warm-up takes
 */
public record CosineDecay(
    double initialLearningRate,
    long decaySteps,
    double alpha,
    @Nullable Double warmupTarget,
    long warmupSteps)
    implements LearningRateSchedule {

  /** Checks the ranges. */
  public CosineDecay {
    if (initialLearningRate != 0) {
      LearningRateSchedule.requireRate("initialLearningRate", initialLearningRate);
    }
    LearningRateSchedule.requireSteps("decaySteps", decaySteps);
    LearningRateSchedule.requireShare("alpha", alpha);
    if (warmupTarget != null) {
      LearningRateSchedule.requireRate("warmupTarget", warmupTarget);
      LearningRateSchedule.requireSteps("warmupSteps", warmupSteps);
    }
  }

  /** A fall to 0, without a warm-up. */
  public CosineDecay(double initialLearningRate, long decaySteps) {
    this(initialLearningRate, decaySteps, 0, null, 0);
  }

  /** This schedule with another end. */
  public CosineDecay alpha(double alpha) {
    return new CosineDecay(initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps);
  }

  /** This schedule with a warm-up from its first rate to another, before the fall. */
  public CosineDecay warmup(double warmupTarget, long warmupSteps) {
    return new CosineDecay(initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps);
  }

  @Override
  public double at(long step) {
    if (warmupTarget == null) {
      return falling(initialLearningRate, step);
    }
    if (step < warmupSteps) {
      double share = (double) step / warmupSteps;
      return initialLearningRate + (warmupTarget - initialLearningRate) * share;
    }
    return falling(warmupTarget, step - warmupSteps);
  }

  private double falling(double from, long step) {
    double share = (double) Math.min(step, decaySteps) / decaySteps;
    return from * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * share)) + alpha);
  }
}
