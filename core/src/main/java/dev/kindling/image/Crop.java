package dev.kindling.image;

/**
 * A rectangle to cut out of a picture: torchvision's {@code crop(top, left, height, width)} and
 * Pillow's {@code Image.crop}. What of it lies beyond the picture is 0.
 *
 * @param top its first row; may be negative
 * @param left its first column; may be negative
 * @param height its rows, at least 1
 * @param width its columns, at least 1
 */
public record Crop(int top, int left, int height, int width) {

  /** Checks that something is left. */
  public Crop {
    new ImageSize(height, width); // checks them
  }

  /**
   * The middle of a picture: torchvision's {@code center_crop}. A picture that is smaller gets as
   * much of 0 around it.
   */
  public static Crop center(ImageSize picture, ImageSize size) {
    return new Crop(
        centered(picture.height(), size.height()),
        centered(picture.width(), size.width()),
        size.height(),
        size.width());
  }

  /** Half of what is too much; torchvision rounds half a pixel to the even one, or down to pad. */
  private static int centered(int oldSize, int newSize) {
    return newSize > oldSize
        ? -((newSize - oldSize) / 2)
        : (int) Math.rint((oldSize - newSize) / 2.0);
  }

  /** The rectangle of a picture, copied. */
  public Image apply(Image image) {
    int channels = image.channels();
    byte[] cropped = new byte[Math.multiplyExact(Math.multiplyExact(height, width), channels)];
    int fromRow = Math.max(0, top);
    int endRow = (int) Math.min(image.height(), (long) top + height);
    int from = Math.max(0, left);
    int length = (int) Math.min(image.width(), (long) left + width) - from;
    for (int y = fromRow; length > 0 && y < endRow; y++) {
      System.arraycopy(
          image.data(),
          (y * image.width() + from) * channels,
          cropped,
          ((y - top) * width + from - left) * channels,
          length * channels);
    }
    return new Image(height, width, channels, cropped);
  }
}
