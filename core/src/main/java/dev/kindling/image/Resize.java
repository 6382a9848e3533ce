package dev.kindling.image;

import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;

/**
 * Resizing to the last grey level as Pillow does it, by {@code Image.resize} and the functions of
 * {@code ImageOps}, and torchvision by its {@code Resize}.
 *
 * <p>Pictures of 2 and 4 channels are grey and RGB with alpha, the last channel: all but {@link
 * Interpolation#NEAREST} weigh colours by it, as Pillow does in its modes LA and RGBA.
 */
public final class Resize {

  private Resize() {}

  /**
   * The picture stretched to another size, its proportions not kept: {@code image.resize(size,
   * interpolation)}. The same object if it has that size already.
   */
  public static Image resize(Image image, ImageSize size, Interpolation interpolation) {
    return resize(
        image,
        Span.whole(image.height(), size.height()),
        Span.whole(image.width(), size.width()),
        interpolation);
  }

  /**
   * A part of the picture stretched to a size: {@code image.resize(size, interpolation, box)}. At
   * its edges pixels beyond it count, where the picture has some.
   *
   * @param box lies within the picture
   */
  public static Image resize(Image image, Crop box, ImageSize size, Interpolation interpolation) {
    if (box.top() < 0
        || box.left() < 0
        || box.top() + box.height() > image.height()
        || box.left() + box.width() > image.width()) {
      throw new IllegalArgumentException(
          "The box must lie within the picture, which is %s. Received: %s"
              .formatted(image.size(), box));
    }
    return resize(
        image,
        new Span(image.height(), box.top(), box.top() + box.height(), size.height()),
        new Span(image.width(), box.left(), box.left() + box.width(), size.width()),
        interpolation);
  }

  /**
   * A picture of floats stretched to another size, each channel by itself, as Pillow resizes
   * pictures of mode F. The same object if it has that size already.
   *
   * @param picture {@code (height, width, channels)}
   */
  public static Tensor resize(Tensor picture, ImageSize size, Interpolation interpolation) {
    Shape shape = picture.shape();
    if (shape.rank() != 3) {
      throw new IllegalArgumentException(
          "A picture has shape (height, width, channels). Received: " + shape);
    }
    Span rows = Span.whole(shape.size(0), size.height());
    Span columns = Span.whole(shape.size(1), size.width());
    int channels = shape.size(2);
    if (!rows.changes() && !columns.changes()) {
      return picture;
    }
    float[] resized =
        interpolation == Interpolation.NEAREST
            ? Nearest.resize(picture.data(), rows, columns, channels)
            : FloatResampling.resize(picture.data(), rows, columns, channels, interpolation);
    return Tensor.of(Shape.of(size.height(), size.width(), channels), resized);
  }

  /**
   * The picture as large as it can be within a size, its proportions kept: {@code
   * ImageOps.contain}. One side is as asked for, the other not longer.
   */
  public static Image contain(Image image, ImageSize size, Interpolation interpolation) {
    return resize(image, proportional(image, size, isWider(image, size)), interpolation);
  }

  /**
   * The picture as small as it can be while it covers a size, its proportions kept: {@code
   * ImageOps.cover}. One side is as asked for, the other not shorter.
   */
  public static Image cover(Image image, ImageSize size, Interpolation interpolation) {
    return resize(image, proportional(image, size, !isWider(image, size)), interpolation);
  }

  /**
   * The middle of the picture, as much of it as has the proportions of the size, in that size:
   * {@code ImageOps.fit}. What is cut away need not be whole pixels.
   */
  public static Image fit(Image image, ImageSize size, Interpolation interpolation) {
    double ratio = (double) size.width() / size.height();
    double imageRatio = (double) image.width() / image.height();
    double height = imageRatio < ratio ? image.width() / ratio : image.height();
    double width = imageRatio > ratio ? ratio * image.height() : image.width();
    return resize(
        image,
        middle(image.height(), height, size.height()),
        middle(image.width(), width, size.width()),
        interpolation);
  }

  /**
   * The whole picture within a size, its proportions kept, and what it leaves free in one colour on
   * both sides of it: {@code ImageOps.pad}, or a letterbox.
   *
   * @param fill the value of all samples there, from 0 to 255
   */
  public static Image pad(Image image, ImageSize size, Interpolation interpolation, int fill) {
    Image contained = contain(image, size, interpolation);
    int free = size.width() - contained.width();
    int freeRows = size.height() - contained.height();
    int left = (int) Math.rint(free * 0.5);
    int top = (int) Math.rint(freeRows * 0.5);
    return new Pad(left, top, free - left, freeRows - top, fill).apply(contained);
  }

  /**
   * The picture with its shorter side of a length, its proportions kept and the longer side rounded
   * down: torchvision's {@code Resize(side)}, usually followed by {@link Crop#center}.
   *
   * @param side in pixels, at least 1
   */
  public static Image shortestSide(Image image, int side, Interpolation interpolation) {
    long shorter = Math.min(image.height(), image.width());
    long longer = Math.max(image.height(), image.width());
    int other = Math.toIntExact(side * longer / shorter);
    return resize(
        image,
        image.height() <= image.width() ? new ImageSize(side, other) : new ImageSize(other, side),
        interpolation);
  }

  private static boolean isWider(Image image, ImageSize size) {
    return (double) image.width() / image.height() > (double) size.width() / size.height();
  }

  /** A size of the picture's proportions: one side from another size, the other side by them. */
  private static ImageSize proportional(Image image, ImageSize size, boolean keepsWidth) {
    double height = image.height();
    double width = image.width();
    return keepsWidth
        ? new ImageSize(rounded(height / width * size.width()), size.width())
        : new ImageSize(size.height(), rounded(width / height * size.height()));
  }

  /** Python's {@code round}; where Pillow would give a picture without pixels, there is one. */
  private static int rounded(double length) {
    return (int) Math.max(1, Math.rint(length));
  }

  private static Span middle(int oldSize, double part, int newSize) {
    double from = (oldSize - part) * 0.5;
    return new Span(oldSize, (float) from, (float) (from + part), newSize);
  }

  private static Image resize(Image image, Span rows, Span columns, Interpolation interpolation) {
    if (!rows.changes() && !columns.changes()) {
      return image;
    }
    if (interpolation == Interpolation.NEAREST) {
      return Nearest.resize(image, rows, columns);
    }
    if (image.channels() % 2 == 1) {
      return Resampling.resize(image, rows, columns, interpolation);
    }
    Image multiplied = PremultipliedAlpha.multiply(image);
    return PremultipliedAlpha.divide(Resampling.resize(multiplied, rows, columns, interpolation));
  }
}
