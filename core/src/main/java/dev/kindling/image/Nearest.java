package dev.kindling.image;

/** Pillow's nearest resizing: each new pixel is the old one that its middle falls on. */
final class Nearest {

  private Nearest() {}

  static Image resize(Image image, Span rows, Span columns) {
    int channels = image.channels();
    int[] samples = samples(columns, channels);
    byte[] from = image.data();
    byte[] to = new byte[Math.multiplyExact(rows.newSize(), samples.length)];
    int at = 0;
    for (int row : positions(rows)) {
      int start = row * image.width() * channels;
      for (int i = 0; i < samples.length; i++) {
        to[at + i] = from[start + samples[i]];
      }
      at += samples.length;
    }
    return new Image(rows.newSize(), columns.newSize(), channels, to);
  }

  static float[] resize(float[] from, Span rows, Span columns, int channels) {
    int[] samples = samples(columns, channels);
    float[] to = new float[Math.multiplyExact(rows.newSize(), samples.length)];
    int at = 0;
    for (int row : positions(rows)) {
      int start = row * columns.oldSize() * channels;
      for (int i = 0; i < samples.length; i++) {
        to[at + i] = from[start + samples[i]];
      }
      at += samples.length;
    }
    return to;
  }

  /** Where in an old row the samples of a new one come from. */
  private static int[] samples(Span columns, int channels) {
    int[] positions = positions(columns);
    int[] samples = new int[Math.multiplyExact(positions.length, channels)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = positions[i / channels] * channels + i % channels;
    }
    return samples;
  }

  /**
   * The middle of each new pixel in old pixels, rounded down. Pillow adds up the steps rather than
   * multiplying ({@code ImagingScaleAffine}), and the rounding of its sums is part of the result.
   */
  private static int[] positions(Span span) {
    int[] positions = new int[span.newSize()];
    double step = (double) (span.to() - span.from()) / span.newSize();
    double position = span.from() + step * 0.5;
    for (int i = 0; i < positions.length; i++) {
      positions[i] = Math.min((int) position, span.oldSize() - 1);
      position += step;
    }
    return positions;
  }
}
