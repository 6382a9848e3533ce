package dev.kindling.optimizers;

/**
 * The same learning rate in every step, until it is set anew while training.
 *
 * @param rate above 0
 */
public record ConstantRate(double rate) implements LearningRateSchedule {

  /** Checks that the rate is above 0. */
  public ConstantRate {
    LearningRateSchedule.requireRate("learningRate", rate);
  }

  @Override
  public double at(long step) {
    return rate;
  }
}
