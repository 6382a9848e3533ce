package dev.kindling.augment;

import dev.kindling.random.NumpyRandom;

/**
 * The numbers from {@code low} to {@code high}.
 *
 * @param low not above {@code high}
 * @param high finite
 */
public record Interval(double low, double high) {

  /** Checks the order. */
  public Interval {
    if (!(low <= high && Double.isFinite(low) && Double.isFinite(high))) {
      throw new IllegalArgumentException(
          "An interval goes from its lower end to its higher one. Received: %s, %s"
              .formatted(low, high));
    }
  }

  /** Whether it is the single number. */
  boolean isOnly(double number) {
    return low == number && high == number;
  }

  /** One of the numbers, each as likely. */
  double draw(NumpyRandom random) {
    return random.uniform(low, high);
  }
}
