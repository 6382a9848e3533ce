package dev.kindling.image;

import java.util.Arrays;

/**
 * A border of one colour around a picture: torchvision's {@code pad(image, [left, top, right,
 * bottom], fill)} and Pillow's {@code ImageOps.expand}.
 *
 * @param left columns before the first one, not negative
 * @param top rows above the first one, not negative
 * @param right columns after the last one, not negative
 * @param bottom rows below the last one, not negative
 * @param fill the value of all samples of the border, from 0 to 255
 */
public record Pad(int left, int top, int right, int bottom, int fill) {

  /** Checks the lengths and the value. */
  public Pad {
    if (left < 0 || top < 0 || right < 0 || bottom < 0) {
      throw new IllegalArgumentException(
          "A border is not negative: use Crop to cut. Received: left=%d, top=%d, right=%d, bottom=%d"
              .formatted(left, top, right, bottom));
    }
    if (fill < 0 || fill > 255) {
      throw new IllegalArgumentException("fill must be within 0 and 255. Received: " + fill);
    }
  }

  /** The picture with the border around it. */
  public Image apply(Image image) {
    Crop larger =
        new Crop(-top, -left, top + image.height() + bottom, left + image.width() + right);
    Image padded = larger.apply(image);
    if (fill == 0) {
      return padded;
    }
    int channels = image.channels();
    for (int y = 0; y < padded.height(); y++) {
      int row = y * padded.width() * channels;
      int end = row + padded.width() * channels;
      boolean outside = y < top || y >= top + image.height();
      Arrays.fill(padded.data(), row, outside ? end : row + left * channels, (byte) fill);
      Arrays.fill(padded.data(), end - right * channels, end, (byte) fill);
    }
    return padded;
  }
}
