package dev.kindling.image;

/**
 * The rule by which {@link Resize} finds the pixels of another size; named as in Pillow.
 *
 * <p>All but {@link #NEAREST} take a weighted mean of the old pixels around each new one. The
 * weights are a curve over the distance, in pixels: in old ones when growing, in new ones when
 * shrinking, so that no old pixel is left out.
 */
public enum Interpolation {
  /** Each pixel is the one it falls on: sharp, and coarse when a picture shrinks much. */
  NEAREST(0) {
    @Override
    double weight(double x) {
      return 1;
    }
  },

  /** Each pixel is the mean of those that it covers; those that it covers in part count whole. */
  BOX(0.5) {
    @Override
    double weight(double x) {
      return x > -0.5 && x <= 0.5 ? 1 : 0;
    }
  },

  /** A triangle, over two pixels: smooth when growing and shrinking. */
  BILINEAR(1) {
    @Override
    double weight(double x) {
      return Math.max(0, 1 - Math.abs(x));
    }
  },

  /** A sine under Hamming's window, over two pixels: sharper than bilinear, as fast. */
  HAMMING(1) {
    @Override
    double weight(double x) {
      if (x == 0) {
        return 1;
      }
      // Pillow's constants are 32-bit floats; their sum is not quite 1.
      return Math.abs(x) < 1 ? sinc(x) * (0.54f + 0.46f * StrictMath.cos(x * Math.PI)) : 0;
    }
  },

  /** Keys's cubic with a = -0.5, over four pixels. */
  BICUBIC(2) {
    @Override
    double weight(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return (1.5 * x - 2.5) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
    }
  },

  /** A sine under another, over six pixels: the sharpest, and the slowest. */
  LANCZOS(3) {
    @Override
    double weight(double x) {
      return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
    }
  };

  /** How far to either side the weights go, in pixels. */
  final double support;

  Interpolation(double support) {
    this.support = support;
  }

  /** The weight at a distance, in pixels; not yet divided by the sum of all weights. */
  abstract double weight(double x);

  /** The same number on every machine: that is what StrictMath is for. */
  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(x * Math.PI) / (x * Math.PI);
  }
}
