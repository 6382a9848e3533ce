package dev.kindling.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Weighted means along rows: each row of a picture made narrower or wider.
 *
 * <p>The compiler makes vector instructions of loops over whole arrays that lie side by side, but
 * not of sums over a few neighbours here and there. So the first neighbours of all new pixels are
 * put side by side, weighted and added, then the second ones, and so on; and all channels of a
 * pixel are moved at once, as one number.
 */
final class RowSums {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final int channels;
  private final int oldLength;
  private final int[] first;

  /** The weights of the k-th neighbours of all new pixels, 0 where there is no k-th. */
  private final int[][] weights;

  /** An old row, a number a pixel, and as many numbers more as neighbours beyond its end. */
  private final int[] pixels;

  private final int[] neighbours;

  RowSums(Taps taps, int oldLength, int channels) {
    this.channels = channels;
    this.oldLength = oldLength;
    this.first = taps.first();
    this.weights = taps.fixedPointByNeighbour(Resampling.FRACTION_BITS);
    this.pixels = new int[oldLength + weights.length];
    this.neighbours = new int[first.length];
  }

  /**
   * Makes a new row of the old one that begins at {@code at}.
   *
   * @param row a new row for each channel
   */
  void apply(byte[] samples, int at, int[][] row) {
    pack(samples, at);
    for (int[] channel : row) {
      Arrays.fill(channel, Resampling.HALF);
    }
    for (int k = 0; k < weights.length; k++) {
      gather(k);
      for (int channel = 0; channel < channels; channel++) {
        add(neighbours, 8 * channel, weights[k], row[channel]);
      }
    }
    for (int[] channel : row) {
      Resampling.round(channel);
    }
  }

  private void pack(byte[] samples, int at) {
    int last = samples.length - 4;
    int x = 0;
    for (; x < oldLength && at + x * channels <= last; x++) {
      pixels[x] = (int) INTS.get(samples, at + x * channels);
    }
    for (; x < oldLength; x++) { // the last pixel of the picture, of less than four channels
      int pixel = 0;
      for (int channel = 0; channel < channels; channel++) {
        pixel |= (samples[at + x * channels + channel] & 0xff) << (8 * channel);
      }
      pixels[x] = pixel;
    }
  }

  private void gather(int k) {
    for (int x = 0; x < neighbours.length; x++) {
      neighbours[x] = pixels[first[x] + k];
    }
  }

  private static void add(int[] pixels, int shift, int[] weights, int[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += ((pixels[x] >>> shift) & 0xff) * weights[x];
    }
  }
}
