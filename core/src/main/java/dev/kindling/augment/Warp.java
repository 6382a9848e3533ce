package dev.kindling.augment;

/**
 * Applies transforms to pictures of one size: Keras's {@code apply_transform}, which is SciPy's
 * {@code ndimage.affine_transform} of order 0 or 1 on each channel, then the shift of channels, the
 * flips and the brightness, followed by the multiplication by {@code rescale}. Results are SciPy's,
 * rounded to float.
 *
 * <p>It is done in one go over the new picture, and another one for each change of colours. The
 * only memory is a copy of the old picture, kept between calls; so each thread needs a warp of its
 * own.
 */
public final class Warp {

  private final int height;
  private final int width;
  private final int channels;
  private final FillMode fillMode;
  private final float cval;
  private final boolean blends;

  /**
   * The old picture: doubles are faster to read than bytes to convert, four times for each pixel.
   */
  private final double[] old;

  /**
   * A warp of pictures of this size.
   *
   * @param cval what {@link FillMode#CONSTANT} puts beyond the edges, before the rescaling
   * @param interpolationOrder 1 for pixels that are means of the four old ones about their place, 0
   *     for the nearest one
   */
  public Warp(
      int height, int width, int channels, FillMode fillMode, double cval, int interpolationOrder) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.fillMode = fillMode;
    this.cval = (float) cval;
    this.blends = interpolationOrder == 1;
    this.old = new double[Math.multiplyExact(Math.multiplyExact(height, width), channels)];
  }

  /**
   * Writes the changed picture to {@code out}, from index {@code at} on.
   *
   * @param samples the picture, {@code (height, width, channels)}, 8 bits each, without sign
   * @param rescale what the result is multiplied by
   */
  public void apply(Transform transform, byte[] samples, float rescale, float[] out, int at) {
    for (int i = 0; i < old.length; i++) {
      old[i] = samples[i] & 0xff;
    }
    change(transform, rescale, out, at);
  }

  /**
   * Writes the changed picture to {@code out}, from index {@code at} on.
   *
   * @param values holds the picture, {@code (height, width, channels)}, from index {@code start} on
   * @param rescale what the result is multiplied by
   */
  public void apply(
      Transform transform, float[] values, int start, float rescale, float[] out, int at) {
    for (int i = 0; i < old.length; i++) {
      old[i] = values[start + i];
    }
    change(transform, rescale, out, at);
  }

  /** Where new pixels go, and what they are multiplied by. */
  private static final class Target {
    final float[] out;
    final float rescale;

    Target(float[] out, float rescale) {
      this.out = out;
      this.rescale = rescale;
    }
  }

  private void change(Transform transform, float rescale, float[] out, int at) {
    if (!transform.recolours()) {
      warp(transform, new Target(out, rescale), at);
      return;
    }
    // The flips may come before the shift of channels: no value depends on where it lies.
    warp(transform, new Target(out, 1), at);
    if (transform.channelShiftIntensity() != null) {
      ChannelShift.apply(transform.channelShiftIntensity(), out, at, old.length);
    }
    if (transform.brightness() != null) {
      Brightness.apply(transform.brightness(), channels, out, at, old.length);
    }
    for (int i = at; i < at + old.length; i++) {
      out[i] *= rescale;
    }
  }

  private void warp(Transform transform, Target target, int at) {
    int rowLength = width * channels;
    int firstRow = transform.flipVertical() ? at + (height - 1) * rowLength : at;
    int rowStep = transform.flipVertical() ? -rowLength : rowLength;
    int first = transform.flipHorizontal() ? firstRow + rowLength - channels : firstRow;
    int step = transform.flipHorizontal() ? -channels : channels;
    if (!AffineMatrix.moves(transform)) {
      for (int i = 0; i < height; i++) {
        copyRow(i, target, first + i * rowStep, step);
      }
      return;
    }
    AffineMatrix matrix = AffineMatrix.of(transform, height, width);
    for (int i = 0; i < height; i++) {
      if (blends) {
        warpRow(matrix.row(i), target, first + i * rowStep, step);
      } else {
        pickRow(matrix.row(i), target, first + i * rowStep, step);
      }
    }
  }

  private void copyRow(int i, Target target, int to, int step) {
    int from = i * width * channels;
    for (int j = 0; j < width; j++, from += channels, to += step) {
      for (int channel = 0; channel < channels; channel++) {
        target.out[to + channel] = (float) old[from + channel] * target.rescale;
      }
    }
  }

  /** One row: where all four neighbours lie in the old picture quickly, the rest with care. */
  private void warpRow(AffineMatrix.Row row, Target target, int first, int step) {
    int from = row.firstInside(height, width);
    int end = row.endInside(from, height, width);
    beyond(row, 0, from, target, first, step);
    within(row, from, end, target, first, step);
    beyond(row, end, width, target, first, step);
  }

  private void within(AffineMatrix.Row row, int from, int end, Target target, int first, int step) {
    int rowLength = width * channels;
    for (int j = from, to = first + from * step; j < end; j++, to += step) {
      double r = row.row(j);
      double c = row.column(j);
      int i0 = (int) r;
      int j0 = (int) c;
      int at = i0 * rowLength + j0 * channels;
      blend(at, channels, rowLength, r - i0, c - j0, target, to);
    }
  }

  private void beyond(AffineMatrix.Row row, int from, int end, Target target, int first, int step) {
    int rowLength = width * channels;
    for (int j = from, to = first + from * step; j < end; j++, to += step) {
      double r = onto(row.row(j), height);
      double c = onto(row.column(j), width);
      if (Double.isNaN(r + c)) {
        fill(target, to);
        continue;
      }
      double rowFloor = Math.floor(r);
      double columnFloor = Math.floor(c);
      int i0 = (int) Math.max(rowFloor, 0);
      int i1 = (int) Math.min(rowFloor + 1, height - 1);
      int j0 = (int) Math.max(columnFloor, 0);
      int j1 = (int) Math.min(columnFloor + 1, width - 1);
      int at = i0 * rowLength + j0 * channels;
      blend(
          at,
          (j1 - j0) * channels,
          (i1 - i0) * rowLength,
          r - rowFloor,
          c - columnFloor,
          target,
          to);
    }
  }

  /** One row of order 0: each pixel is the nearest old one. */
  private void pickRow(AffineMatrix.Row row, Target target, int first, int step) {
    for (int j = 0, to = first; j < width; j++, to += step) {
      double r = onto(row.row(j), height);
      double c = onto(row.column(j), width);
      if (Double.isNaN(r + c)) {
        fill(target, to);
        continue;
      }
      int from = (nearest(r, height) * width + nearest(c, width)) * channels;
      for (int channel = 0; channel < channels; channel++) {
        target.out[to + channel] = (float) old[from + channel] * target.rescale;
      }
    }
  }

  private static int nearest(double coordinate, int size) {
    return (int) Math.min(Math.max(Math.floor(coordinate + 0.5), 0), size - 1);
  }

  private double onto(double coordinate, int size) {
    boolean inside = coordinate >= 0 && coordinate <= size - 1;
    return inside ? coordinate : fillMode.onto(coordinate, size);
  }

  private void fill(Target target, int to) {
    for (int channel = 0; channel < channels; channel++) {
      target.out[to + channel] = cval * target.rescale;
    }
  }

  /**
   * The new pixel between four old ones.
   *
   * @param at where the upper left one lies
   * @param right how far from it the ones to the right
   * @param below how far from it the lower ones
   * @param down how near to the lower ones, from 0 to 1
   * @param across how near to the right ones, from 0 to 1
   */
  private void blend(
      int at, int right, int below, double down, double across, Target target, int to) {
    double w0 = (1 - down) * (1 - across);
    double w1 = (1 - down) * across;
    double w2 = down * (1 - across);
    double w3 = down * across;
    int at1 = at + right;
    int at2 = at + below;
    int at3 = at2 + right;
    if (channels == 3) { // unrolled by hand: half as fast again
      double red = old[at] * w0 + old[at1] * w1 + old[at2] * w2 + old[at3] * w3;
      double green = old[at + 1] * w0 + old[at1 + 1] * w1 + old[at2 + 1] * w2 + old[at3 + 1] * w3;
      double blue = old[at + 2] * w0 + old[at1 + 2] * w1 + old[at2 + 2] * w2 + old[at3 + 2] * w3;
      target.out[to] = (float) red * target.rescale;
      target.out[to + 1] = (float) green * target.rescale;
      target.out[to + 2] = (float) blue * target.rescale;
      return;
    }
    for (int channel = 0; channel < channels; channel++) {
      double value =
          old[at + channel] * w0
              + old[at1 + channel] * w1
              + old[at2 + channel] * w2
              + old[at3 + channel] * w3;
      target.out[to + channel] = (float) value * target.rescale;
    }
  }
}
