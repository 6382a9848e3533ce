package dev.kindling.image;

/**
 * Resizing to the last grey level as Pillow does: {@code image.resize((width, height), NEAREST or
 * BILINEAR)}. The picture is stretched to the new size; its proportions are not kept.
 */
public final class Resize {

  private Resize() {}

  /** The picture in another size; the same object if it has that size already. */
  public static Image resize(Image image, ImageSize size, Interpolation interpolation) {
    if (image.size().equals(size)) {
      return image;
    }
    return switch (interpolation) {
      case NEAREST -> nearest(image, size);
      case BILINEAR -> Bilinear.resize(image, size);
    };
  }

  private static Image nearest(Image image, ImageSize size) {
    int channels = image.channels();
    int[] columns = nearestPositions(image.width(), size.width());
    int[] samples = new int[columns.length * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = columns[i / channels] * channels + i % channels;
    }
    byte[] from = image.data();
    byte[] to = new byte[size.height() * samples.length];
    int at = 0;
    for (int row : nearestPositions(image.height(), size.height())) {
      int start = row * image.width() * channels;
      for (int i = 0; i < samples.length; i++) {
        to[at + i] = from[start + samples[i]];
      }
      at += samples.length;
    }
    return new Image(size.height(), size.width(), channels, to);
  }

  /**
   * The middle of each new pixel in old pixels, rounded down. Pillow adds up the steps rather than
   * multiplying ({@code ImagingScaleAffine}), and the rounding of its sums is part of the result.
   */
  private static int[] nearestPositions(int oldSize, int newSize) {
    int[] positions = new int[newSize];
    double step = (double) oldSize / newSize;
    double position = step * 0.5;
    for (int i = 0; i < newSize; i++) {
      positions[i] = Math.min((int) position, oldSize - 1);
      position += step;
    }
    return positions;
  }
}
