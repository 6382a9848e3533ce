package dev.kindling.augment;

/**
 * Keras's {@code apply_brightness_shift}: the picture goes through Pillow's {@code
 * ImageEnhance.Brightness}, which works on 8 bits.
 *
 * <p>Values of 0 to 255 lose what is behind the point. If some lie outside, all are first stretched
 * to 0 to 255, and back in the end. Alpha, the last of four channels, is not made lighter.
 */
final class Brightness {

  private Brightness() {}

  /** Changes the values of one picture. All steps are in 32 bits, as there. */
  static void apply(double brightness, int channels, float[] values, int at, int length) {
    float factor = (float) brightness;
    float lowest = Extremes.lowest(values, at, length);
    float highest = Extremes.highest(values, at, length);
    boolean stretch = lowest < 0 || highest > 255;
    float range = highest - lowest;
    for (int i = 0; i < length; i++) {
      float value = values[at + i];
      if (stretch) {
        value = (range == 0 ? 0 : (value - lowest) / range) * 255;
      }
      boolean alpha = channels == 4 && i % 4 == 3;
      int level = (int) value;
      level = alpha ? level : (int) Math.min(255, Math.max(0, level * factor));
      values[at + i] = stretch ? level / 255f * range + lowest : level;
    }
  }
}
