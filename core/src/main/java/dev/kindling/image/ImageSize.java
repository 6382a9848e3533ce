package dev.kindling.image;

/**
 * The size of a picture in pixels, height first, as Keras's {@code target_size}.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record ImageSize(int height, int width) {

  public ImageSize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "A picture size has at least one row and one column. Received: height=%d, width=%d"
              .formatted(height, width));
    }
  }

  /** The number of pixels. */
  public long pixels() {
    return (long) height * width;
  }

  /** Width first, as sizes of pictures are usually written: {@code 500x375}. */
  @Override
  public String toString() {
    return width + "x" + height;
  }
}
