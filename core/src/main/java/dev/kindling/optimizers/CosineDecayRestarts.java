package dev.kindling.optimizers;

/**
 * A rate that falls along half a wave of the cosine, then begins anew, each time over a longer
 * period and perhaps from a lower rate (Loshchilov and Hutter, 2017). Keras: {@code
 * CosineDecayRestarts}.
 *
 * @param initialLearningRate the rate of the first step, above 0
 * @param firstDecaySteps how many steps the first period takes
 * @param tMul how many times as long the next period is, at least 1
 * @param mMul the next period's first rate as a share of this one's, above 0
 * @param alpha where each period ends, as a share of {@code initialLearningRate}, 0 to 1
 */
public record CosineDecayRestarts(
    double initialLearningRate, long firstDecaySteps, double tMul, double mMul, double alpha)
    implements LearningRateSchedule {

  /** Checks the ranges. */
  public CosineDecayRestarts {
    LearningRateSchedule.requireRate("initialLearningRate", initialLearningRate);
    LearningRateSchedule.requireSteps("firstDecaySteps", firstDecaySteps);
    LearningRateSchedule.requireShare("alpha", alpha);
    if (!(tMul >= 1 && mMul > 0)) {
      throw new IllegalArgumentException(
          "CosineDecayRestarts takes tMul >= 1, mMul > 0. Received: tMul=%s, mMul=%s"
              .formatted(tMul, mMul));
    }
  }

  /** Periods of which each is twice as long as the one before, from the same rate to 0. */
  public CosineDecayRestarts(double initialLearningRate, long firstDecaySteps) {
    this(initialLearningRate, firstDecaySteps, 2, 1, 0);
  }

  /** This schedule with another growth of the periods. */
  public CosineDecayRestarts tMul(double tMul) {
    return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, tMul, mMul, alpha);
  }

  /** This schedule with another first rate of each period. */
  public CosineDecayRestarts mMul(double mMul) {
    return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, tMul, mMul, alpha);
  }

  /** This schedule with another end of each period. */
  public CosineDecayRestarts alpha(double alpha) {
    return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, tMul, mMul, alpha);
  }

  @Override
  public double at(long step) {
    double begun = 0;
    double length = firstDecaySteps;
    double factor = 1;
    if (tMul == 1) {
      long restarts = step / firstDecaySteps;
      begun = (double) restarts * firstDecaySteps;
      factor = Math.pow(mMul, (double) restarts);
    } else {
      while (step >= begun + length) {
        begun += length;
        length *= tMul;
        factor *= mMul;
      }
    }
    double share = (step - begun) / length;
    double wave = 0.5 * factor * (1 + Math.cos(Math.PI * share));
    return initialLearningRate * ((1 - alpha) * wave + alpha);
  }
}
