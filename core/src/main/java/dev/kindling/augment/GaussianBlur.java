package dev.kindling.augment;

import dev.kindling.image.Image;
import java.util.Arrays;

/**
 * Each sample replaced by a mean of those around it under a bell curve, rounded: torchvision's
 * {@code gaussian_blur}. Beyond its edges the picture is mirrored about their middle.
 *
 * @param kernelSize the rows and columns that count, odd
 * @param sigma the width of the curve, in pixels, above 0
 */
public record GaussianBlur(int kernelSize, double sigma) implements Operation {

  /** Checks the numbers. */
  public GaussianBlur {
    if (kernelSize < 1 || kernelSize % 2 == 0) {
      throw new IllegalArgumentException(
          "kernelSize must be odd and positive. Received: " + kernelSize);
    }
    if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("sigma must be above 0. Received: " + sigma);
    }
  }

  /** By rows into floats, and by columns back to samples. */
  @Override
  public Image apply(Image image) {
    float[] weights = weights();
    int channels = image.channels();
    int rowLength = image.width() * channels;
    int[] columns = around(image.width());
    int[] rows = around(image.height());
    byte[] from = image.data();
    float[] blurred = new float[from.length];
    float[] wide = new float[columns.length * channels];
    float[] sums = new float[rowLength];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0, to = 0; x < columns.length; x++) {
        int pixel = y * rowLength + columns[x] * channels;
        for (int channel = 0; channel < channels; channel++, to++) {
          wide[to] = from[pixel + channel] & 0xff;
        }
      }
      Arrays.fill(sums, 0);
      for (int k = 0; k < kernelSize; k++) {
        add(wide, k * channels, weights[k], sums);
      }
      System.arraycopy(sums, 0, blurred, y * rowLength, rowLength);
    }
    byte[] to = new byte[from.length];
    for (int y = 0; y < image.height(); y++) {
      Arrays.fill(sums, 0.5f);
      for (int k = 0; k < kernelSize; k++) {
        add(blurred, rows[y + k] * rowLength, weights[k], sums);
      }
      for (int i = 0; i < rowLength; i++) {
        to[y * rowLength + i] = (byte) (int) sums[i];
      }
    }
    return new Image(image.height(), image.width(), channels, to);
  }

  private static void add(float[] from, int start, float weight, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += from[start + i] * weight;
    }
  }

  private float[] weights() {
    double[] curve = new double[kernelSize];
    double total = 0;
    for (int k = 0; k < kernelSize; k++) {
      double x = (k - kernelSize / 2) / sigma;
      curve[k] = StrictMath.exp(-0.5 * x * x);
      total += curve[k];
    }
    float[] weights = new float[kernelSize];
    for (int k = 0; k < kernelSize; k++) {
      weights[k] = (float) (curve[k] / total);
    }
    return weights;
  }

  /** The positions along an axis with half a kernel more on both sides, as they are mirrored. */
  private int[] around(int size) {
    int[] positions = new int[size + kernelSize - 1];
    int period = Math.max(1, 2 * (size - 1));
    for (int i = 0; i < positions.length; i++) {
      int position = Math.floorMod(i - kernelSize / 2, period);
      positions[i] = Math.min(position, period - position);
    }
    return positions;
  }

  @Override
  public String describe() {
    return "blur " + Words.of(sigma);
  }
}
