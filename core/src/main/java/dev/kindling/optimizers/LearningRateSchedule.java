package dev.kindling.optimizers;

/** How the learning rate goes as training goes on. Keras: {@code LearningRateSchedule}. */
public sealed interface LearningRateSchedule
    permits ConstantRate,
        CosineDecay,
        CosineDecayRestarts,
        ExponentialDecay,
        InverseTimeDecay,
        OneCycle,
        PiecewiseConstantDecay {

  /**
   * The learning rate of a step.
   *
   * @param step how many steps were taken before it, from 0
   */
  double at(long step);

  /** Refuses a rate that moves nothing or is no number. */
  static void requireRate(String name, double rate) {
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "A learning rate must be above 0. Received: %s=%s".formatted(name, rate));
    }
  }

  /** Refuses a number of steps that is none. */
  static void requireSteps(String name, long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "A number of steps must be at least 1. Received: %s=%d".formatted(name, steps));
    }
  }

  /** Refuses a share outside of 0 to 1. */
  static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "%s must be within 0 and 1. Received: %s=%s".formatted(name, name, share));
    }
  }
}
