package dev.kindling.optimizers;

/**
 * A rate that shrinks as one over time: {@code initialLearningRate / (1 + decayRate * step /
 * decaySteps)}. Keras: {@code InverseTimeDecay}.
 *
 * @param initialLearningRate the rate of the first step, above 0
 * @param decaySteps the unit of time, in steps
 * @param decayRate how much the divisor grows in one such unit, at least 0
 * @param staircase whether it shrinks at once after so many steps, not a little in each
 */
public record InverseTimeDecay(
    double initialLearningRate, long decaySteps, double decayRate, boolean staircase)
    implements LearningRateSchedule {

  /** Checks the ranges. */
  public InverseTimeDecay {
    LearningRateSchedule.requireRate("initialLearningRate", initialLearningRate);
    LearningRateSchedule.requireSteps("decaySteps", decaySteps);
    if (!(decayRate >= 0)) {
      throw new IllegalArgumentException(
          "decayRate must not be negative. Received: decayRate=" + decayRate);
    }
  }

  /** A rate that shrinks a little in each step. */
  public InverseTimeDecay(double initialLearningRate, long decaySteps, double decayRate) {
    this(initialLearningRate, decaySteps, decayRate, false);
  }

  @Override
  public double at(long step) {
    double periods = (double) step / decaySteps;
    return initialLearningRate / (1 + decayRate * (staircase ? Math.floor(periods) : periods));
  }
}
