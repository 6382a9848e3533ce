package dev.kindling.image;

/**
 * For each new position along one axis, which old ones count and how much: Pillow's {@code
 * precompute_coeffs}.
 *
 * <p>New position i takes the old ones from {@code first[i]} on; their weights, which sum to 1, are
 * {@code weights[start[i]]} up to, not including, {@code weights[start[i + 1]]}.
 */
@SuppressWarnings("ArrayRecordComponent")
record Taps(int[] first, int[] start, double[] weights) {

  /** The old position after the last one that counts. */
  int end(int position) {
    return first[position] + start[position + 1] - start[position];
  }

  /** The taps of a part of an axis; beyond its ends they reach as far as there are pixels. */
  static Taps of(Span span, Interpolation interpolation) {
    double scale = (double) (span.to() - span.from()) / span.newSize();
    double pixel = Math.max(scale, 1);
    double support = interpolation.support * pixel;
    double perPixel = 1 / pixel;
    int longest = (int) Math.ceil(support) * 2 + 1;
    int[] first = new int[span.newSize()];
    int[] start = new int[span.newSize() + 1];
    double[] weights = new double[Math.multiplyExact(span.newSize(), longest)];
    for (int i = 0; i < first.length; i++) {
      double center = span.from() + (i + 0.5) * scale;
      first[i] = Math.max(0, (int) (center - support + 0.5));
      start[i + 1] = start[i] + Math.min(span.oldSize(), (int) (center + support + 0.5)) - first[i];
      double total = 0;
      for (int k = start[i]; k < start[i + 1]; k++) {
        weights[k] = interpolation.weight((k - start[i] + first[i] - center + 0.5) * perPixel);
        total += weights[k];
      }
      for (int k = start[i]; total != 0 && k < start[i + 1]; k++) {
        weights[k] /= total;
      }
    }
    return new Taps(first, start, weights);
  }

  /** The weights as whole numbers with so many bits after the point. */
  int[] fixedPoint(int fractionBits) {
    int[] fixed = new int[start[first.length]];
    for (int k = 0; k < fixed.length; k++) {
      fixed[k] = (int) (Math.copySign(0.5, weights[k]) + weights[k] * (1 << fractionBits));
    }
    return fixed;
  }

  /** As {@link #fixedPoint}; the k-th weights of all positions lie in the k-th array. */
  int[][] fixedPointByNeighbour(int fractionBits) {
    int[] fixed = fixedPoint(fractionBits);
    int most = 0;
    for (int i = 0; i < first.length; i++) {
      most = Math.max(most, start[i + 1] - start[i]);
    }
    int[][] byNeighbour = new int[most][first.length];
    for (int i = 0; i < first.length; i++) {
      for (int k = start[i]; k < start[i + 1]; k++) {
        byNeighbour[k - start[i]][i] = fixed[k];
      }
    }
    return byNeighbour;
  }
}
