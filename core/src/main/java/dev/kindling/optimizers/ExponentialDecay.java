package dev.kindling.optimizers;

/**
 * A rate that shrinks by the same factor again and again: {@code initialLearningRate *
 * decayRate^(step / decaySteps)}. Keras: {@code ExponentialDecay}.
 *
 * @param initialLearningRate the rate of the first step, above 0
 * @param decaySteps how many steps it takes to shrink once
 * @param decayRate the factor, above 0
 * @param staircase whether it shrinks at once after so many steps, not a little in each
 */
public record ExponentialDecay(
    double initialLearningRate, long decaySteps, double decayRate, boolean staircase)
    implements LearningRateSchedule {

  /** Checks the ranges. */
  public ExponentialDecay {
    LearningRateSchedule.requireRate("initialLearningRate", initialLearningRate);
    LearningRateSchedule.requireSteps("decaySteps", decaySteps);
    LearningRateSchedule.requireRate("decayRate", decayRate);
  }

  /** A rate that shrinks a little in each step. */
  public ExponentialDecay(double initialLearningRate, long decaySteps, double decayRate) {
    this(initialLearningRate, decaySteps, decayRate, false);
  }

  @Override
  public double at(long step) {
    double periods = (double) step / decaySteps;
    return initialLearningRate * Math.pow(decayRate, staircase ? Math.floor(periods) : periods);
  }
}
