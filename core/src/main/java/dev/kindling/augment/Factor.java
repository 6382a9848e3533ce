package dev.kindling.augment;

/** The factors by which colours are adjusted. */
final class Factor {

  private Factor() {}

  static void check(String name, double factor) {
    if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The factor of %s must not be negative. Received: %s".formatted(name, factor));
    }
  }

  /**
   * A sample times a factor, plus another value times what is missing to 1: torchvision's {@code
   * _blend} before it is cut off. Its products and sums are 32-bit floats, the second product and
   * the sum rounded at once; doubles hold both exactly.
   */
  static float blend(int sample, float other, double factor) {
    return (float) ((double) (sample * (float) factor) + (double) other * (float) (1 - factor));
  }
}
