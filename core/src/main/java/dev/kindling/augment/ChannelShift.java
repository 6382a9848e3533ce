package dev.kindling.augment;

/** Keras's {@code apply_channel_shift}, in its 32-bit steps. */
final class ChannelShift {

  private ChannelShift() {}

  /** Adds a number to the values of one picture, none of which leaves the range that they have. */
  static void apply(double intensity, float[] values, int at, int length) {
    float shift = (float) intensity;
    float lowest = Extremes.lowest(values, at, length);
    float highest = Extremes.highest(values, at, length);
    for (int i = at; i < at + length; i++) {
      values[i] = Math.min(Math.max(values[i] + shift, lowest), highest);
    }
  }
}
