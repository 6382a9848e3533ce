package dev.kindling.augment;

/**
 * What lies beyond the edges of a picture: Keras's {@code fill_mode}, with the meaning that SciPy's
 * {@code ndimage.affine_transform} gives it. The examples show a row of the pixels {@code a b c d}.
 */
public enum FillMode {
  /** The pixel at the edge goes on: {@code a a a | a b c d | d d d}. */
  NEAREST {
    @Override
    double onto(double coordinate, int size) {
      return coordinate < 0 ? 0 : size - 1;
    }
  },

  /** The picture is mirrored about its edge: {@code c b a | a b c d | d c b}. */
  REFLECT {
    @Override
    double onto(double coordinate, int size) {
      if (size == 1) {
        return 0;
      }
      long period = 2L * size;
      if (coordinate < 0) {
        double near =
            coordinate < -period ? coordinate + period * (long) (-coordinate / period) : coordinate;
        return near < -size ? near + period : Math.max(-near, 1e-15) - 1;
      }
      double near = coordinate - period * (long) (coordinate / period);
      return near < size ? near : period - near - 1;
    }
  },

  /**
   * The picture is repeated: {@code b c | a b c d | b c}. The last pixel of one and the first of
   * the next lie on the same place, so the period is one less than the size.
   */
  WRAP {
    @Override
    double onto(double coordinate, int size) {
      if (size == 1) {
        return 0;
      }
      long period = size - 1L;
      return coordinate < 0
          ? coordinate + period * ((long) (-coordinate / period) + 1)
          : coordinate - period * (long) (coordinate / period);
    }
  },

  /** One value everywhere beyond the middle of the edge pixel, with no transition. */
  CONSTANT {
    @Override
    double onto(double coordinate, int size) {
      return NOWHERE;
    }
  };

  /** The place of what is not in the picture at all. */
  static final double NOWHERE = Double.NaN;

  /**
   * The place along an axis that stands for one beyond the edges, as SciPy's {@code map_coordinate}
   * finds it: above -1 and below {@code size}, or {@link #NOWHERE}.
   *
   * @param coordinate below 0 or above {@code size - 1}
   */
  abstract double onto(double coordinate, int size);
}
