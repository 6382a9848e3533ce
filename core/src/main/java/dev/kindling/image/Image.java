package dev.kindling.image;

import java.util.Arrays;

/**
 * A picture as 8-bit samples: rows from top to bottom, pixels from left to right, the channels of a
 * pixel side by side.
 *
 * <p>The sample of row {@code y}, column {@code x} and channel {@code c} is {@code data[(y * width
 * + x) * channels + c]}, unsigned. Three channels are red, green and blue. The data is shared, not
 * copied.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels samples a pixel, 1 to 4
 * @param data the samples, {@code height * width * channels} of them
 */
// A copy of every picture at every step would cost more than the protection is worth.
@SuppressWarnings("ArrayRecordComponent")
public record Image(int height, int width, int channels, byte[] data) {

  public Image {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "A picture has at least one row and one column. Received: height=%d, width=%d"
              .formatted(height, width));
    }
    if (channels < 1 || channels > 4) {
      throw new IllegalArgumentException(
          "A picture has 1 to 4 channels. Received: channels=" + channels);
    }
    if ((long) height * width * channels != data.length) {
      throw new IllegalArgumentException(
          "A picture of %d rows, %d columns and %d channels has %d samples. Received: %d"
              .formatted(height, width, channels, (long) height * width * channels, data.length));
    }
  }

  /** The rows and columns. */
  public ImageSize size() {
    return new ImageSize(height, width);
  }

  /** Equal pictures have the same size, channels and samples. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Image that
        && height == that.height
        && width == that.width
        && channels == that.channels
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(data) + width;
  }

  @Override
  public String toString() {
    return "Image(%d x %d, %d channels)".formatted(height, width, channels);
  }
}
