package dev.kindling.image;

import org.jspecify.annotations.Nullable;

/** From the channels of a file to those that are wanted. */
final class Colors {

  private Colors() {}

  /**
   * A picture in other channels.
   *
   * @param stored of one (grey), two (grey, alpha), three (red, green, blue) or four channels
   * @param background what lies under transparent pixels, 0xRRGGBB; null drops alpha
   */
  static Image convert(Image stored, ColorMode mode, @Nullable Integer background) {
    int step = stored.channels();
    if (step == mode.channels()) {
      return stored;
    }
    boolean hasAlpha = step % 2 == 0;
    int green = step < 3 ? 0 : 1;
    int blue = 2 * green;
    int under = background == null ? 0 : background;
    byte[] from = stored.data();
    byte[] to = new byte[from.length / step * mode.channels()];
    int at = 0;
    for (int i = 0; i < from.length; i += step) {
      int r = from[i] & 0xff;
      int g = from[i + green] & 0xff;
      int b = from[i + blue] & 0xff;
      int alpha = hasAlpha ? from[i + step - 1] & 0xff : 255;
      if (alpha < 255 && background != null && mode != ColorMode.RGBA) {
        r = over(r, under >> 16 & 0xff, alpha);
        g = over(g, under >> 8 & 0xff, alpha);
        b = over(b, under & 0xff, alpha);
      }
      if (mode == ColorMode.GRAYSCALE) {
        to[at++] = luma(r, g, b);
        continue;
      }
      to[at++] = (byte) r;
      to[at++] = (byte) g;
      to[at++] = (byte) b;
      if (mode == ColorMode.RGBA) {
        to[at++] = (byte) alpha;
      }
    }
    return new Image(stored.height(), stored.width(), mode.channels(), to);
  }

  /** Pillow's {@code BLEND}: the mean of two samples by the alpha of the upper one, rounded. */
  private static int over(int upper, int lower, int alpha) {
    int sum = upper * alpha + lower * (255 - alpha) + 128;
    return ((sum >> 8) + sum) >> 8;
  }

  /** Pillow's {@code L24}: the weights of ITU-R 601, over 65536, rounded. */
  private static byte luma(int red, int green, int blue) {
    return (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
  }
}
