package dev.kindling.preprocessing;

import dev.kindling.image.Crop;
import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageReader;
import dev.kindling.image.ImageSize;
import dev.kindling.image.ImageWriter;
import dev.kindling.image.Resize;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Pictures and arrays of their numbers, one made from the other: the functions of the same names of
 * {@code keras.utils}.
 */
public final class Images {

  private Images() {}

  /**
   * The picture in a file: Keras's {@code load_img}.
   *
   * @throws IOException if it cannot be read; the message names the file
   */
  public static Image loadImg(Path file, LoadOptions options) throws IOException {
    Image image = ImageReader.read(file, options.decode());
    ImageSize size = options.targetSize();
    if (size == null || size.equals(image.size())) {
      return image;
    }
    return options.keepAspectRatio()
        ? Resize.resize(image, middle(image, size), size, options.interpolation())
        : Resize.resize(image, size, options.interpolation());
  }

  /** The largest part with the proportions of a size; sides and margins are rounded down. */
  private static Crop middle(Image image, ImageSize size) {
    long proportionalHeight = (long) image.width() * size.height() / size.width();
    long proportionalWidth = (long) image.height() * size.width() / size.height();
    int height = (int) Math.min(image.height(), proportionalHeight);
    int width = (int) Math.min(image.width(), proportionalWidth);
    if (height == 0 || width == 0) {
      throw new IllegalArgumentException(
          "Nothing is left of a picture of %s with the proportions of targetSize=%s"
              .formatted(image.size(), size));
    }
    return new Crop((image.height() - height) / 2, (image.width() - width) / 2, height, width);
  }

  /** The samples of a picture as numbers, {@code (height, width, channels)}: 0 to 255. */
  public static Tensor imgToArray(Image image) {
    Tensor x = Tensor.zeros(Shape.of(image.height(), image.width(), image.channels()));
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = image.data()[i] & 0xff;
    }
    return x;
  }

  /** {@link #arrayToImg(Tensor, boolean)}, stretched. */
  public static Image arrayToImg(Tensor x) {
    return arrayToImg(x, true);
  }

  /**
   * An array as a picture of 8 bits: Keras's {@code array_to_img}, in its 32-bit steps.
   *
   * @param x {@code (height, width, channels)}, 1, 3 or 4 channels
   * @param scale whether the smallest number becomes 0 and the largest 255; else what is behind the
   *     point is cut off, and numbers outside 0 to 255 become others inside
   */
  public static Image arrayToImg(Tensor x, boolean scale) {
    if (x.shape().rank() != 3) {
      throw new IllegalArgumentException(
          "A picture has shape (height, width, channels). Received: " + x.shape());
    }
    return arrayToImg(x.data(), 0, x.shape(), scale);
  }

  /** The picture that begins at index {@code at}. */
  static Image arrayToImg(float[] values, int at, Shape picture, boolean scale) {
    int channels = picture.size(2);
    if (channels != 1 && channels != 3 && channels != 4) {
      throw new IllegalArgumentException(
          "A picture has 1, 3 or 4 channels. Received: an array of shape " + picture);
    }
    byte[] samples = new byte[(int) picture.elements()];
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < samples.length; i++) {
      lowest = Math.min(lowest, values[at + i]);
      highest = Math.max(highest, values[at + i]);
    }
    if (!scale && channels == 1 && highest > 255) {
      throw new IllegalArgumentException(
          "Keras writes grey values above 255 as 32-bit pictures; here pictures have 8 bits. Use"
              + " scale=true, or divide them. Received: "
              + highest);
    }
    float range = highest == lowest ? 1 : highest - lowest;
    for (int i = 0; i < samples.length; i++) {
      float value = values[at + i];
      samples[i] = (byte) (int) (scale ? (value - lowest) / range * 255 : value);
    }
    return new Image(picture.size(0), picture.size(1), channels, samples);
  }

  /** {@link #saveImg(Path, Tensor, boolean)}, stretched. */
  public static void saveImg(Path file, Tensor x) throws IOException {
    saveImg(file, x, true);
  }

  /**
   * Writes an array as a picture, in the format that the end of the file's name says: Keras's
   * {@code save_img}.
   *
   * @param x {@code (height, width, channels)}, 1, 3 or 4 channels
   * @param scale whether the smallest number becomes 0 and the largest 255
   * @throws IOException if the file cannot be written
   */
  public static void saveImg(Path file, Tensor x, boolean scale) throws IOException {
    ImageWriter.write(arrayToImg(x, scale), file, format(file));
  }

  private static ImageFormat format(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String end = name.substring(name.lastIndexOf('.') + 1).replace("jpg", "jpeg");
    return Arrays.stream(ImageFormat.values())
        .filter(format -> format.extension().equals(end))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The name of a picture to save ends in png, jpg or jpeg. Received: " + file));
  }
}
