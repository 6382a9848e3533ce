package dev.kindling.augment;

/**
 * Sine and cosine rounded to the nearest number, the same on every machine.
 *
 * <p>{@code Math.sin} may be off by a unit in the last place, differently from one machine to the
 * next. That matters where a coordinate lies exactly on the edge of a picture, as in the middle row
 * of a sheared one: the last bit decides whether it is inside.
 */
final class Angle {

  /** Up to here the series below keeps more bits than are asked for. */
  private static final double SERIES_LIMIT = 16;

  private Angle() {}

  /** The sine of an angle in radians. */
  static double sin(double radians) {
    return Math.abs(radians) > SERIES_LIMIT
        ? StrictMath.sin(radians)
        : alternatingSeries(radians, radians, 2);
  }

  /** The cosine of an angle in radians. */
  static double cos(double radians) {
    return Math.abs(radians) > SERIES_LIMIT
        ? StrictMath.cos(radians)
        : alternatingSeries(radians, 1, 1);
  }

  /**
   * {@code first * (1 - x^2/(n(n+1)) + x^4/(n(n+1)(n+2)(n+3)) - ...)}, the Taylor series of sine
   * and cosine, each quantity as an unevaluated sum of two numbers (Dekker, 1971).
   */
  private static double alternatingSeries(double x, double first, int n) {
    double square = x * x;
    double squareLow = Math.fma(x, x, -square);
    double term = first;
    double termLow = 0;
    double sum = first;
    double sumLow = 0;
    for (double k = n; Math.abs(term) > Math.abs(sum) * 0x1p-110; k += 2) {
      double product = term * square;
      double productLow = Math.fma(term, square, -product) + (term * squareLow + termLow * square);
      double divisor = -k * (k + 1);
      term = product / divisor;
      termLow = (Math.fma(-term, divisor, product) + productLow) / divisor;

      double longer = sum + term;
      double added = longer - sum;
      sumLow += (sum - (longer - added)) + (term - added) + termLow;
      sum = longer;
    }
    return sum + sumLow;
  }
}
