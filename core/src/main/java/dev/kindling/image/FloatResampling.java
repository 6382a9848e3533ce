package dev.kindling.image;

import java.util.Arrays;

/**
 * Pillow's resizing of pictures of mode F by weighted means: summed in doubles, along one axis
 * after the other, and rounded to floats in between.
 */
final class FloatResampling {

  private FloatResampling() {}

  /**
   * Another size of a picture.
   *
   * @param channels the samples of a pixel, each resized by itself
   */
  static float[] resize(
      float[] samples, Span rows, Span columns, int channels, Interpolation interpolation) {
    if (Resampling.startsWithColumns(rows, columns)) {
      float[] shorter = alongColumns(samples, rows, columns.oldSize() * channels, interpolation);
      return alongRows(shorter, columns, channels, interpolation);
    }
    float[] narrower = alongRows(samples, columns, channels, interpolation);
    return alongColumns(narrower, rows, columns.newSize() * channels, interpolation);
  }

  private static float[] alongRows(
      float[] samples, Span columns, int channels, Interpolation interpolation) {
    if (!columns.changes()) {
      return samples;
    }
    Taps taps = Taps.of(columns, interpolation);
    int oldLength = columns.oldSize() * channels;
    int newLength = columns.newSize() * channels;
    float[] resized = new float[Math.multiplyExact(samples.length / oldLength, newLength)];
    for (int to = 0; to < resized.length; to++) {
      int x = to % newLength / channels;
      int from = to / newLength * oldLength + taps.first()[x] * channels + to % channels;
      double sum = 0;
      for (int k = taps.start()[x]; k < taps.start()[x + 1]; k++, from += channels) {
        sum += samples[from] * taps.weights()[k];
      }
      resized[to] = (float) sum;
    }
    return resized;
  }

  private static float[] alongColumns(
      float[] samples, Span rows, int rowLength, Interpolation interpolation) {
    if (!rows.changes()) {
      return samples;
    }
    Taps taps = Taps.of(rows, interpolation);
    float[] resized = new float[Math.multiplyExact(rows.newSize(), rowLength)];
    double[] sums = new double[rowLength];
    for (int y = 0; y < rows.newSize(); y++) {
      Arrays.fill(sums, 0);
      int from = taps.first()[y] * rowLength;
      for (int k = taps.start()[y]; k < taps.start()[y + 1]; k++, from += rowLength) {
        double weight = taps.weights()[k];
        for (int i = 0; i < rowLength; i++) {
          sums[i] += samples[from + i] * weight;
        }
      }
      for (int i = 0; i < rowLength; i++) {
        resized[y * rowLength + i] = (float) sums[i];
      }
    }
    return resized;
  }
}
