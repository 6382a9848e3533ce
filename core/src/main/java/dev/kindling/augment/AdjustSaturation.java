package dev.kindling.augment;

import dev.kindling.image.Image;

/**
 * Every sample moved away from its pixel's grey or towards it: {@code factor * sample + (1 -
 * factor) * grey}, cut off to a whole number: torchvision's {@code adjust_saturation}. A picture of
 * one channel stays as it is.
 *
 * @param factor not negative; 0 gives greys, 1 the picture itself
 */
public record AdjustSaturation(double factor) implements Operation {

  /** Checks the factor. */
  public AdjustSaturation {
    Factor.check("saturation", factor);
  }

  @Override
  public Image apply(Image image) {
    if (image.channels() != 3) {
      return image;
    }
    double[] ofSample = new double[256];
    double[] ofGrey = new double[256];
    for (int level = 0; level < 256; level++) { // Factor.blend, in two halves
      ofSample[level] = level * (float) factor;
      ofGrey[level] = (double) level * (float) (1 - factor);
    }
    byte[] from = image.data();
    byte[] to = new byte[from.length];
    for (int i = 0; i < to.length; i += 3) {
      double grey = ofGrey[Grayscale.grey(from, i)];
      to[i] = Levels.clamped((int) (float) (ofSample[from[i] & 0xff] + grey));
      to[i + 1] = Levels.clamped((int) (float) (ofSample[from[i + 1] & 0xff] + grey));
      to[i + 2] = Levels.clamped((int) (float) (ofSample[from[i + 2] & 0xff] + grey));
    }
    return new Image(image.height(), image.width(), 3, to);
  }

  @Override
  public String describe() {
    return "saturation x " + Words.of(factor);
  }
}
