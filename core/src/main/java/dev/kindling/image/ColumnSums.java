package dev.kindling.image;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Weighted means along columns: the new rows as they grow while the old ones come by, from top to
 * bottom. Neither are kept.
 */
final class ColumnSums {

  private final Taps taps;
  private final int[] weights;
  private final int channels;
  private final int rowLength;
  private final byte[] samples;

  /**
   * The sums of the new rows that are begun and not finished; the first is that of {@link #done}.
   */
  private final Deque<int[][]> open = new ArrayDeque<>();

  private final Deque<int[][]> spare = new ArrayDeque<>();

  /** How many new rows are finished. */
  private int done;

  ColumnSums(Taps taps, int rowLength, int channels) {
    this.taps = taps;
    this.weights = taps.fixedPoint(Resampling.FRACTION_BITS);
    this.channels = channels;
    this.rowLength = rowLength;
    int samplesInRow = Math.multiplyExact(rowLength, channels);
    this.samples = new byte[Math.multiplyExact(taps.first().length, samplesInRow)];
  }

  /** The first old row that counts. */
  int firstRow() {
    return taps.first()[0];
  }

  /** The old row after the last one that counts. */
  int endRow() {
    return taps.end(taps.first().length - 1);
  }

  /**
   * Takes old row y; they must come in order.
   *
   * @param row the row of each channel
   */
  void add(int y, int[][] row) {
    int[] first = taps.first();
    while (done + open.size() < first.length && first[done + open.size()] <= y) {
      open.add(begin());
    }
    int to = done;
    for (int[][] sums : open) {
      int weight = weights[taps.start()[to] + y - first[to]];
      for (int channel = 0; channel < channels; channel++) {
        add(row[channel], weight, sums[channel]);
      }
      to++;
    }
    while (!open.isEmpty() && taps.end(done) == y + 1) {
      int[][] sums = open.remove();
      finish(sums);
      spare.push(sums);
    }
  }

  private int[][] begin() {
    int[][] sums = spare.isEmpty() ? new int[channels][rowLength] : spare.pop();
    for (int[] channel : sums) {
      Arrays.fill(channel, Resampling.HALF);
    }
    return sums;
  }

  private static void add(int[] row, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += row[i] * weight;
    }
  }

  private void finish(int[][] sums) {
    for (int channel = 0; channel < channels; channel++) {
      Resampling.round(sums[channel]);
      Resampling.interleave(sums[channel], channel, samples, done * rowLength * channels, channels);
    }
    done++;
  }

  /** The new rows, once all old ones have come by. */
  byte[] samples() {
    return samples;
  }
}
