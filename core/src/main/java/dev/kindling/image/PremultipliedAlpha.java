package dev.kindling.image;

/**
 * Pictures whose last channel is alpha, with their colours multiplied by it and divided again:
 * Pillow's conversions from RGBA to RGBa and back, and from LA to La. Means of such colours give
 * what is transparent no say.
 */
final class PremultipliedAlpha {

  private PremultipliedAlpha() {}

  static Image multiply(Image image) {
    byte[] samples = image.data().clone();
    int channels = image.channels();
    for (int pixel = 0; pixel < samples.length; pixel += channels) {
      int alpha = samples[pixel + channels - 1] & 0xff;
      for (int i = pixel; i < pixel + channels - 1; i++) {
        // Pillow's division by 255, rounded.
        int product = (samples[i] & 0xff) * alpha + 128;
        samples[i] = (byte) (((product >> 8) + product) >> 8);
      }
    }
    return new Image(image.height(), image.width(), channels, samples);
  }

  static Image divide(Image image) {
    byte[] samples = image.data().clone();
    int channels = image.channels();
    for (int pixel = 0; pixel < samples.length; pixel += channels) {
      int alpha = samples[pixel + channels - 1] & 0xff;
      for (int i = pixel; alpha != 0 && i < pixel + channels - 1; i++) {
        samples[i] = (byte) Math.min(255, 255 * (samples[i] & 0xff) / alpha);
      }
    }
    return new Image(image.height(), image.width(), channels, samples);
  }
}
