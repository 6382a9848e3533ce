package dev.kindling.image;

/** Weighted means along rows: each row of a picture made narrower or wider. */
final class RowSums {

  private final int channels;
  private final int[] first;
  private final int[] start;
  private final int[] weights;

  RowSums(Taps taps, int channels) {
    this.channels = channels;
    this.first = taps.first();
    this.start = taps.start();
    this.weights = taps.fixedPoint(Resampling.FRACTION_BITS);
  }

  /** Makes {@code row} of the old row that begins at {@code at}. */
  void apply(byte[] samples, int at, int[] row) {
    if (channels == 3) {
      applyColored(samples, at, row);
    } else {
      applyAny(samples, at, row);
    }
  }

  /** As {@link #applyAny}, with the three sums of a pixel side by side: twice as fast. */
  private void applyColored(byte[] samples, int at, int[] row) {
    for (int x = 0, to = 0; x < first.length; x++, to += 3) {
      int red = Resampling.HALF;
      int green = Resampling.HALF;
      int blue = Resampling.HALF;
      int pixel = at + first[x] * 3;
      for (int k = start[x]; k < start[x + 1]; k++, pixel += 3) {
        int weight = weights[k];
        red += (samples[pixel] & 0xff) * weight;
        green += (samples[pixel + 1] & 0xff) * weight;
        blue += (samples[pixel + 2] & 0xff) * weight;
      }
      row[to] = Resampling.round(red);
      row[to + 1] = Resampling.round(green);
      row[to + 2] = Resampling.round(blue);
    }
  }

  private void applyAny(byte[] samples, int at, int[] row) {
    for (int i = 0; i < row.length; i++) {
      int x = i / channels;
      int sum = Resampling.HALF;
      int sample = at + first[x] * channels + i % channels;
      for (int k = start[x]; k < start[x + 1]; k++, sample += channels) {
        sum += (samples[sample] & 0xff) * weights[k];
      }
      row[i] = Resampling.round(sum);
    }
  }
}
