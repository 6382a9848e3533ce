package dev.kindling.augment;

/** The smallest and the largest value of a picture among the numbers of a batch. */
final class Extremes {

  private Extremes() {}

  static float lowest(float[] values, int at, int length) {
    float lowest = Float.POSITIVE_INFINITY;
    for (int i = at; i < at + length; i++) {
      lowest = Math.min(lowest, values[i]);
    }
    return lowest;
  }

  static float highest(float[] values, int at, int length) {
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + length; i++) {
      highest = Math.max(highest, values[i]);
    }
    return highest;
  }
}
