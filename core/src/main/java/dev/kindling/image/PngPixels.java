package dev.kindling.image;

import java.util.Arrays;

/** What the bits of a PNG row mean, by the picture's colour type and bit depth. */
abstract class PngPixels {

  private final int bits;

  private PngPixels(int bits) {
    this.bits = bits;
  }

  /** Bits a pixel. */
  int bits() {
    return bits;
  }

  /**
   * Writes the pixels of a row.
   *
   * @param to where the red of the first goes
   * @param step from one pixel's red to the next one's
   */
  abstract void unpack(byte[] row, int columns, byte[] rgb, int to, int step);

  /** The meaning of a colour type and bit depth of the PNG header. */
  static PngPixels of(int colorType, int depth, byte[] palette) throws BrokenPictureException {
    boolean whole = depth == 8 || depth == 16;
    boolean packed = depth == 1 || depth == 2 || depth == 4 || depth == 8;
    if (colorType == 0 && depth == 16) {
      return new Grey16();
    }
    if (colorType == 0 && packed) {
      return new Indexed(depth, greyRamp(1 << depth));
    }
    if (colorType == 2 && whole) {
      return new Direct(3, depth / 8, 1);
    }
    if (colorType == 3 && packed) {
      if (palette.length < 3) {
        throw new BrokenPictureException("is damaged: its palette is missing");
      }
      return new Indexed(depth, palette);
    }
    if (colorType == 4 && whole) {
      return new Direct(2, depth / 8, 0);
    }
    if (colorType == 6 && whole) {
      return new Direct(4, depth / 8, 1);
    }
    throw new BrokenPictureException(
        "is damaged: colour type %d with %d bits does not exist".formatted(colorType, depth));
  }

  private static byte[] greyRamp(int levels) {
    byte[] ramp = new byte[levels];
    for (int i = 0; i < levels; i++) {
      ramp[i] = (byte) (i * 255 / (levels - 1));
    }
    return Samples.repeatGrey(ramp);
  }

  /** Samples of 1 to 8 bits that are looked up; beyond the end of the palette lies black. */
  private static final class Indexed extends PngPixels {

    private final int depth;
    private final byte[] colors;

    Indexed(int depth, byte[] palette) {
      super(depth);
      this.depth = depth;
      this.colors = Arrays.copyOf(palette, 3 * 256);
    }

    @Override
    void unpack(byte[] row, int columns, byte[] rgb, int to, int step) {
      int mask = (1 << depth) - 1;
      for (int x = 0, at = to; x < columns; x++, at += step) {
        int bit = x * depth;
        int index = 3 * (row[bit >> 3] >> (8 - depth - (bit & 7)) & mask);
        rgb[at] = colors[index];
        rgb[at + 1] = colors[index + 1];
        rgb[at + 2] = colors[index + 2];
      }
    }
  }

  /** Samples that stand for themselves, of which the upper byte counts. */
  private static final class Direct extends PngPixels {

    private final int pixelLength;
    private final int channelStep;

    /**
     * @param channelStep samples from red to green and from green to blue: 0 when all are grey
     */
    Direct(int samples, int bytesPerSample, int channelStep) {
      super(8 * samples * bytesPerSample);
      this.pixelLength = samples * bytesPerSample;
      this.channelStep = channelStep * bytesPerSample;
    }

    @Override
    void unpack(byte[] row, int columns, byte[] rgb, int to, int step) {
      int from = 0;
      for (int x = 0, at = to; x < columns; x++, at += step, from += pixelLength) {
        rgb[at] = row[from];
        rgb[at + 1] = row[from + channelStep];
        rgb[at + 2] = row[from + 2 * channelStep];
      }
    }
  }

  /**
   * Grey samples of 16 bits: themselves up to 255, and white beyond. This is what Pillow makes of
   * them, and so what Keras trains on.
   */
  private static final class Grey16 extends PngPixels {

    Grey16() {
      super(16);
    }

    @Override
    void unpack(byte[] row, int columns, byte[] rgb, int to, int step) {
      for (int x = 0, at = to; x < columns; x++, at += step) {
        byte grey = row[2 * x] == 0 ? row[2 * x + 1] : (byte) 255;
        rgb[at] = grey;
        rgb[at + 1] = grey;
        rgb[at + 2] = grey;
      }
    }
  }
}
