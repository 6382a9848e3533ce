package dev.kindling.augment;

import dev.kindling.random.NumpyRandom;

/** Random proportions of rectangles. */
final class Proportion {

  private Proportion() {}

  /** A number of an interval, such that twice as much is as likely as half as much. */
  static double draw(NumpyRandom random, Interval ratio) {
    return StrictMath.exp(
        random.uniform(StrictMath.log(ratio.low()), StrictMath.log(ratio.high())));
  }
}
