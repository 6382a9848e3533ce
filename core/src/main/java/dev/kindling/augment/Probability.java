package dev.kindling.augment;

/** How often something is done. */
final class Probability {

  private Probability() {}

  static void check(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p must be within 0 and 1. Received: " + p);
    }
  }
}
