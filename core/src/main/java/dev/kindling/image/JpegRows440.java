package dev.kindling.image;

/**
 * The smoothing of colour rows stored at half resolution (4:4:0, as in pictures turned without
 * loss). libjpeg-turbo, and so Pillow, mixes three parts of a row with one of its nearer neighbour
 * ({@code h1v2_fancy_upsample}); the older libjpeg inside most JDKs just repeats each row, while
 * some are built with libjpeg-turbo. So what was only repeated is smoothed here.
 */
final class JpegRows440 {

  private JpegRows440() {}

  /** Smooths one component of interleaved pixels if its odd rows all repeat the even ones. */
  static void smooth(byte[] pixels, int width, int height, int components, int component) {
    int rowLength = width * components;
    if (!repeats(pixels, rowLength, components, component)) {
      return;
    }
    int stored = (height + 1) / 2;
    byte[] above = new byte[width];
    byte[] here = new byte[width];
    take(pixels, component, components, above);
    for (int row = 0; row < stored; row++) {
      take(pixels, 2 * row * rowLength + component, components, here);
      int below = Math.min(row + 1, stored - 1) * 2 * rowLength + component;
      for (int x = 0; x < width; x++) {
        int near = 3 * (here[x] & 0xff);
        int at = 2 * row * rowLength + x * components + component;
        pixels[at] = (byte) ((near + (above[x] & 0xff) + 1) >> 2);
        if (2 * row + 1 < height) {
          int next = row == stored - 1 ? here[x] : pixels[below + x * components];
          pixels[at + rowLength] = (byte) ((near + (next & 0xff) + 2) >> 2);
        }
      }
      byte[] swap = above;
      above = here;
      here = swap;
    }
  }

  private static boolean repeats(byte[] pixels, int rowLength, int components, int component) {
    for (int odd = rowLength; odd < pixels.length; odd += 2 * rowLength) {
      for (int i = component; i < rowLength; i += components) {
        if (pixels[odd + i] != pixels[odd - rowLength + i]) {
          return false;
        }
      }
    }
    return true;
  }

  private static void take(byte[] pixels, int start, int step, byte[] row) {
    for (int x = 0; x < row.length; x++) {
      row[x] = pixels[start + x * step];
    }
  }
}
