package dev.kindling.augment;

import dev.kindling.image.Image;

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
    int[] ofDifference = new int[511];
    for (int i = 0; i < ofDifference.length; i++) {
      ofDifference[i] = added(i - 255);
    }
    byte[] from = image.data();
    byte[] to = from.clone();
    int channels = image.channels();
    int rowLength = image.width() * channels;
    int[] sums = new int[rowLength];
    for (int y = 1; y < image.height() - 1; y++) {
      int row = y * rowLength;
      for (int i = 0; i < rowLength; i++) {
        int at = row + i;
        sums[i] = (from[at - rowLength] & 0xff) + (from[at] & 0xff) + (from[at + rowLength] & 0xff);
      }
      for (int i = channels; i < rowLength - channels; i++) {
        int sample = from[row + i] & 0xff;
        int sum = sums[i - channels] + sums[i] + sums[i + channels] + 4 * sample;
        int blurred = (2 * sum + 13) / 26; // of 13 equal parts none lies half-way
        to[row + i] = Levels.clamped((int) (float) (sample + ofDifference[blurred - sample + 255]));
      }
    }
    return new Image(image.height(), image.width(), channels, to);
  }

  /**
   * {@code (1 - factor) * difference}, rounded down: what is added to a whole sample before the sum
   * is cut off. As a sum of 32-bit floats from 128 on is rounded to 1/65536, so is this.
   */
  private int added(int difference) {
    float sum = (float) (128 + (double) difference * (float) (1 - factor));
    return (int) Math.floor(sum) - 128;
  }

  @Override
  public String describe() {
    return "sharpness x " + Words.of(factor);
  }
}
