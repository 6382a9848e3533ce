package dev.kindling.image;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Weighted means along columns: the new rows as they grow while the old ones come by, from top to
 * bottom. Neither are kept. Whole arrays of whole numbers are what the compiler makes vector
 * instructions of.
 */
final class ColumnSums {

  private final Taps taps;
  private final int[] weights;
  private final int rowLength;
  private final byte[] samples;

  /**
   * The sums of the new rows that are begun and not finished; the first is that of {@link #done}.
   */
  private final Deque<int[]> open = new ArrayDeque<>();

  private final Deque<int[]> spare = new ArrayDeque<>();

  /** How many new rows are finished. */
  private int done;

  ColumnSums(Taps taps, int rowLength) {
    this.taps = taps;
    this.weights = taps.fixedPoint(Resampling.FRACTION_BITS);
    this.rowLength = rowLength;
    this.samples = new byte[Math.multiplyExact(taps.first().length, rowLength)];
  }

  /** The first old row that counts. */
  int firstRow() {
    return taps.first()[0];
  }

  /** The old row after the last one that counts. */
  int endRow() {
    return taps.end(taps.first().length - 1);
  }

  /** Takes old row y; they must come in order. */
  void add(int y, int[] row) {
    int[] first = taps.first();
    while (done + open.size() < first.length && first[done + open.size()] <= y) {
      int[] sum = spare.isEmpty() ? new int[rowLength] : spare.pop();
      Arrays.fill(sum, Resampling.HALF);
      open.add(sum);
    }
    int to = done;
    for (int[] sum : open) {
      add(row, weights[taps.start()[to] + y - first[to]], sum);
      to++;
    }
    while (!open.isEmpty() && taps.end(done) == y + 1) {
      int[] sum = open.remove();
      finish(sum);
      spare.push(sum);
    }
  }

  private static void add(int[] row, int weight, int[] sum) {
    for (int i = 0; i < row.length; i++) {
      sum[i] += row[i] * weight;
    }
  }

  private void finish(int[] sum) {
    int at = done * rowLength;
    for (int i = 0; i < sum.length; i++) {
      samples[at + i] = (byte) Resampling.round(sum[i]);
    }
    done++;
  }

  /** The new rows, once all old ones have come by. */
  byte[] samples() {
    return samples;
  }
}
