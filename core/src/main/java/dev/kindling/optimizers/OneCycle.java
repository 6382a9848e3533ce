package dev.kindling.optimizers;

/**
 * A rate that rises from a low one to its greatest, then falls far below where it began, both along
 * half a wave of the cosine (Smith and Topin, 2018). PyTorch: {@code OneCycleLR} with {@code
 * anneal_strategy="cos"} and two phases. The momentum is not cycled.
 *
 * @param maxLearningRate the greatest rate, above 0
 * @param totalSteps how many steps the cycle takes; the last rate stays after them
 * @param pctStart the share of the cycle that it takes to rise, 0 to 1
 * @param divFactor the greatest rate is this many times the first
 * @param finalDivFactor the first rate is this many times the last
 */
public record OneCycle(
    double maxLearningRate,
    long totalSteps,
    double pctStart,
    double divFactor,
    double finalDivFactor)
    implements LearningRateSchedule {

  /** Checks the ranges. */
  public OneCycle {
    LearningRateSchedule.requireRate("maxLearningRate", maxLearningRate);
    LearningRateSchedule.requireSteps("totalSteps", totalSteps);
    LearningRateSchedule.requireShare("pctStart", pctStart);
    if (!(divFactor > 0 && finalDivFactor > 0)) {
      throw new IllegalArgumentException(
          "OneCycle takes divFactor > 0, finalDivFactor > 0. Received: divFactor=%s, finalDivFactor=%s"
              .formatted(divFactor, finalDivFactor));
    }
  }

  /** PyTorch's defaults: from a 25th of the greatest rate, over 0.3 of the cycle. */
  public OneCycle(double maxLearningRate, long totalSteps) {
    this(maxLearningRate, totalSteps, 0.3, 25, 1e4);
  }

  /** This schedule with another share of the cycle in which the rate rises. */
  public OneCycle pctStart(double pctStart) {
    return new OneCycle(maxLearningRate, totalSteps, pctStart, divFactor, finalDivFactor);
  }

  /** This schedule with another first rate. */
  public OneCycle divFactor(double divFactor) {
    return new OneCycle(maxLearningRate, totalSteps, pctStart, divFactor, finalDivFactor);
  }

  /** This schedule with another last rate. */
  public OneCycle finalDivFactor(double finalDivFactor) {
    return new OneCycle(maxLearningRate, totalSteps, pctStart, divFactor, finalDivFactor);
  }

  @Override
  public double at(long step) {
    double first = maxLearningRate / divFactor;
    double last = first / finalDivFactor;
    // The step of the greatest rate and the last one; a cycle counts from 0.
    double top = pctStart * totalSteps - 1;
    double end = totalSteps - 1;
    double now = Math.min((double) step, end);
    return now <= top && top > 0
        ? between(first, maxLearningRate, now / top)
        : between(maxLearningRate, last, (now - top) / (end - top));
  }

  private static double between(double from, double to, double share) {
    return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
  }
}
