package dev.kindling.augment;

import dev.kindling.image.Image;
import java.util.Arrays;

/**
 * Every sample moved away from a blurred one or towards it: {@code sample + (1 - factor) * (blurred
 * - sample)}, cut off to a whole number: torchvision's {@code adjust_sharpness}.
 *
 * <p>The blurred sample is the mean of nine, the middle one counting five times, rounded. The edge
 * of the picture stays as it is, and so does a picture of less than three rows or columns.
 *
 * @param factor not negative; 0 gives the blurred picture, 1 the picture itself
 */
public record AdjustSharpness(double factor) implements Operation {

  /** Checks the factor. */
  public AdjustSharpness {
    Factor.check("sharpness", factor);
  }

  @Override
  public Image apply(Image image) {
    if (image.height() < 3 || image.width() < 3) {
      return image;
    }
    Added[] added = new Added[511];
    for (int i = 0; i < added.length; i++) {
      added[i] = Added.of(i - 255, factor);
    }
    int[] whole = Arrays.stream(added).mapToInt(Added::whole).toArray();
    int[] moreFrom = Arrays.stream(added).mapToInt(Added::moreFrom).toArray();
    byte[] to = image.data().clone();
    int channels = image.channels();
    int rowLength = image.width() * channels;
    Rows rows = new Rows(image.data(), rowLength);
    int[] blurred = new int[rowLength];
    for (int y = 1; y < image.height() - 1; y++) {
      int[] middle = rows.around(y);
      blur(rows.sums, middle, channels, blurred);
      for (int i = channels; i < rowLength - channels; i++) {
        int sample = middle[i];
        int difference = blurred[i] - sample + 255;
        int more = sample >= moreFrom[difference] ? 1 : 0;
        to[y * rowLength + i] = Levels.clamped(sample + whole[difference] + more);
      }
    }
    return new Image(image.height(), image.width(), channels, to);
  }

  @Override
  public String describe() {
    return "sharpness x " + Words.of(factor);
  }

  /**
   * {@code (1 - factor) * difference}, as it is added to a whole sample whose sum is then cut off:
   * rounded down, and one more for samples so large that the sum, a 32-bit float, is rounded up to
   * the next whole number.
   */
  private record Added(int whole, int moreFrom) {

    static Added of(int difference, double factor) {
      double exact = (double) difference * (float) (1 - factor);
      int whole = (int) Math.floor(exact);
      int moreFrom = 256;
      while (moreFrom > 0 && (float) (moreFrom - 1 + exact) >= moreFrom + whole) {
        moreFrom--;
      }
      return new Added(whole, moreFrom);
    }
  }

  /** Three rows of samples, one below the other, and their sums. */
  private static final class Rows {
    final byte[] samples;
    final int[] sums;
    private int[] above;
    private int[] middle;
    private int[] below;

    Rows(byte[] samples, int rowLength) {
      this.samples = samples;
      sums = new int[rowLength];
      above = new int[rowLength];
      middle = read(0, new int[rowLength]);
      below = read(1, new int[rowLength]);
    }

    /** Goes on to row y, the one after the last one asked for; its samples. */
    int[] around(int y) {
      int[] free = above;
      above = middle;
      middle = below;
      below = read(y + 1, free);
      for (int i = 0; i < sums.length; i++) {
        sums[i] = above[i] + middle[i] + below[i];
      }
      return middle;
    }

    private int[] read(int y, int[] row) {
      for (int i = 0; i < row.length; i++) {
        row[i] = samples[y * row.length + i] & 0xff;
      }
      return row;
    }
  }

  private static void blur(int[] sums, int[] middle, int channels, int[] blurred) {
    for (int i = channels; i < blurred.length - channels; i++) {
      int sum = sums[i - channels] + sums[i] + sums[i + channels] + 4 * middle[i];
      // Divided by 13 and rounded (none lies half-way); exact for sums up to 13 * 255.
      blurred[i] = ((2 * sum + 13) * 40330) >> 20;
    }
  }
}
