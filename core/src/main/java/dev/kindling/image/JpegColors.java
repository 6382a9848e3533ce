package dev.kindling.image;

/**
 * What the components of a JPEG mean, and their way to red, green and blue. The rule that tells
 * them apart is libjpeg's ({@code default_decompress_params}), the arithmetic its fixed-point
 * {@code jdcolor.c}; what becomes of CMYK is Pillow's.
 */
enum JpegColors {
  GREY {
    @Override
    byte[] toSamples(byte[] grey) {
      return grey;
    }
  },
  RGB {
    @Override
    byte[] toSamples(byte[] rgb) {
      return rgb;
    }
  },
  YCBCR {
    @Override
    byte[] toSamples(byte[] pixels) {
      for (int i = 0; i < pixels.length; i += 3) {
        yccToRgb(pixels, i);
      }
      return pixels;
    }
  },
  CMYK {
    @Override
    byte[] toSamples(byte[] pixels) {
      byte[] rgb = new byte[pixels.length / 4 * 3];
      for (int from = 0, to = 0; from < pixels.length; from += 4, to += 3) {
        // Adobe stores ink upside down, and Pillow takes every file for Adobe's.
        int light = pixels[from + 3] & 0xff;
        for (int c = 0; c < 3; c++) {
          rgb[to + c] = (byte) (light - timesOver255(255 - (pixels[from + c] & 0xff), light));
        }
      }
      return rgb;
    }
  },
  YCCK {
    @Override
    byte[] toSamples(byte[] pixels) {
      for (int i = 0; i < pixels.length; i += 4) {
        yccToRgb(pixels, i);
        for (int c = 0; c < 3; c++) {
          pixels[i + c] = (byte) ~pixels[i + c];
        }
      }
      return CMYK.toSamples(pixels);
    }
  };

  static final int NO_ADOBE_MARKER = -1;

  /** Grey, or red, green and blue, of interleaved components; may reuse their array. */
  abstract byte[] toSamples(byte[] pixels);

  static JpegColors of(int[] ids, boolean jfif, int adobeTransform) {
    if (ids.length == 1) {
      return GREY;
    }
    if (ids.length == 4) {
      return adobeTransform == NO_ADOBE_MARKER || adobeTransform == 0 ? CMYK : YCCK;
    }
    if (jfif) {
      return YCBCR;
    }
    if (adobeTransform != NO_ADOBE_MARKER) {
      return adobeTransform == 0 ? RGB : YCBCR;
    }
    return ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B' ? RGB : YCBCR;
  }

  private static void yccToRgb(byte[] pixels, int at) {
    int y = pixels[at] & 0xff;
    int cb = pixels[at + 1] & 0xff;
    int cr = pixels[at + 2] & 0xff;
    pixels[at] = clip(y + CR_TO_RED[cr]);
    pixels[at + 1] = clip(y + ((CB_TO_GREEN[cb] + CR_TO_GREEN[cr]) >> 16));
    pixels[at + 2] = clip(y + CB_TO_BLUE[cb]);
  }

  private static final int[] CR_TO_RED = new int[256];
  private static final int[] CB_TO_BLUE = new int[256];
  private static final int[] CR_TO_GREEN = new int[256];
  private static final int[] CB_TO_GREEN = new int[256];

  static {
    int half = 1 << 15;
    for (int i = 0; i < 256; i++) {
      int x = i - 128;
      CR_TO_RED[i] = (fixed(1.40200) * x + half) >> 16;
      CB_TO_BLUE[i] = (fixed(1.77200) * x + half) >> 16;
      CR_TO_GREEN[i] = -fixed(0.71414) * x;
      CB_TO_GREEN[i] = -fixed(0.34414) * x + half;
    }
  }

  private static int fixed(double value) {
    return (int) (value * (1 << 16) + 0.5);
  }

  private static byte clip(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }

  /** Pillow's {@code MULDIV255}: a product of two samples over 255, rounded. */
  private static int timesOver255(int a, int b) {
    int product = a * b + 128;
    return ((product >> 8) + product) >> 8;
  }
}
