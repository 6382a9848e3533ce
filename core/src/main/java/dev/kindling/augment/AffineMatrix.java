package dev.kindling.augment;

/**
 * The places of the old picture that the pixels of a new one come from: pixel {@code (i, j)} from
 * row {@code rowOffset + rowPerI * i + rowPerJ * j}, and column likewise.
 */
record AffineMatrix(
    double rowOffset,
    double rowPerI,
    double rowPerJ,
    double columnOffset,
    double columnPerI,
    double columnPerJ) {

  /*
   * Keras (apply_affine_transform) multiplies 3x3 matrices for rotation, shift, shear and zoom, moves
   * the origin to the middle of the picture, and in the end exchanges the two axes. It takes half the
   * height as the middle of what becomes the columns: a picture that is not square is turned about
   * another point than its middle. That is kept. Products are summed as NumPy's matrix product does
   * it, with fused multiply-add, so that the numbers are NumPy's to the last bit.
   */

  /** Whether the transform moves pixels, apart from a flip. */
  static boolean moves(Transform transform) {
    return transform.theta() != 0
        || transform.tx() != 0
        || transform.ty() != 0
        || transform.shear() != 0
        || transform.zx() != 1
        || transform.zy() != 1;
  }

  /** The matrix of a transform, without its flip, for a picture of this size. */
  static AffineMatrix of(Transform transform, int height, int width) {
    double[] m = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    if (transform.theta() != 0) {
      double theta = radians(transform.theta());
      double sin = Angle.sin(theta);
      double cos = Angle.cos(theta);
      m = new double[] {cos, -sin, 0, sin, cos, 0, 0, 0, 1};
    }
    if (transform.tx() != 0 || transform.ty() != 0) {
      m = product(m, new double[] {1, 0, transform.tx(), 0, 1, transform.ty(), 0, 0, 1});
    }
    if (transform.shear() != 0) {
      double shear = radians(transform.shear());
      m = product(m, new double[] {1, -Angle.sin(shear), 0, 0, Angle.cos(shear), 0, 0, 0, 1});
    }
    if (transform.zx() != 1 || transform.zy() != 1) {
      m = product(m, new double[] {transform.zx(), 0, 0, 0, transform.zy(), 0, 0, 0, 1});
    }
    double middleX = height / 2.0 - 0.5;
    double middleY = width / 2.0 - 0.5;
    m = product(new double[] {1, 0, middleX, 0, 1, middleY, 0, 0, 1}, m);
    m = product(m, new double[] {1, 0, -middleX, 0, 1, -middleY, 0, 0, 1});
    return new AffineMatrix(m[5], m[4], m[3], m[2], m[1], m[0]);
  }

  /** The places that one row of the new picture comes from. */
  Row row(int i) {
    // Summed in SciPy's order: the last bit may decide on which side of an edge a pixel falls.
    return new Row(rowOffset + i * rowPerI, rowPerJ, columnOffset + i * columnPerI, columnPerJ);
  }

  /** The part of a picture of this size that the new one shows, from 0 to 1. */
  double shownPart(int height, int width) {
    long inside = 0;
    for (int i = 0; i < height; i++) {
      Row row = row(i);
      int first = row.firstInside(height, width);
      inside += row.endInside(first, height, width) - first;
    }
    double areaOfEach = Math.abs(rowPerI * columnPerJ - rowPerJ * columnPerI);
    // Places beyond the middle of a pixel at the edge are not counted, so 1 is not quite reached.
    double most = (double) Math.max(1, height - 1) * Math.max(1, width - 1);
    return Math.min(1, inside * areaOfEach / most);
  }

  /** A row of the new picture: its pixel j comes from {@code (row(j), column(j))}. */
  record Row(double rowStart, double rowStep, double columnStart, double columnStep) {

    double row(int j) {
      return rowStart + j * rowStep;
    }

    double column(int j) {
      return columnStart + j * columnStep;
    }

    /** Whether pixel j lies among four pixels of a picture of this size. */
    private boolean isInside(int j, int height, int width) {
      double row = row(j);
      double column = column(j);
      return row >= 0 && row < height - 1 && column >= 0 && column < width - 1;
    }

    /**
     * The first pixel that lies among four pixels of a picture of this size; {@code width} if none.
     */
    int firstInside(int height, int width) {
      double entry =
          Math.max(entry(rowStart, rowStep, height), entry(columnStart, columnStep, width));
      int first = (int) Math.min(width, Math.max(0, Math.ceil(entry)));
      while (first < width && !isInside(first, height, width)) {
        first++;
      }
      return first;
    }

    /** One past the last such pixel, all between them being so too. */
    int endInside(int first, int height, int width) {
      double exit = Math.min(exit(rowStart, rowStep, height), exit(columnStart, columnStep, width));
      int end = (int) Math.max(first, Math.min(width, Math.floor(exit) + 1));
      while (end > first && !isInside(end - 1, height, width)) {
        end--;
      }
      return end;
    }

    /** From which j on {@code start + j * step} may lie within 0 and size - 1. */
    private static double entry(double start, double step, int size) {
      return step == 0
          ? Double.NEGATIVE_INFINITY
          : Math.min(-start / step, (size - 1 - start) / step);
    }

    /** Up to which j {@code start + j * step} may lie within 0 and size - 1. */
    private static double exit(double start, double step, int size) {
      return step == 0
          ? Double.POSITIVE_INFINITY
          : Math.max(-start / step, (size - 1 - start) / step);
    }
  }

  private static double radians(double degrees) {
    return degrees * (Math.PI / 180);
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = a[3 * i] * b[j];
        sum = Math.fma(a[3 * i + 1], b[3 + j], sum);
        product[3 * i + j] = Math.fma(a[3 * i + 2], b[6 + j], sum);
      }
    }
    return product;
  }
}
