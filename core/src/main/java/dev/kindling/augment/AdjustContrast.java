package dev.kindling.augment;

import dev.kindling.image.Image;

/**
 * Every sample moved away from the picture's mean grey or towards it: {@code factor * sample + (1 -
 * factor) * mean}, cut off to a whole number: torchvision's {@code adjust_contrast}.
 *
 * @param factor not negative; 0 gives one grey, 1 the picture itself
 */
public record AdjustContrast(double factor) implements Operation {

  /** Checks the factor. */
  public AdjustContrast {
    Factor.check("contrast", factor);
  }

  @Override
  public Image apply(Image image) {
    float mean = meanGrey(image);
    return new Levels(level -> (int) Factor.blend(level, mean, factor)).apply(image);
  }

  private static float meanGrey(Image image) {
    long sum = 0;
    byte[] samples = image.data();
    if (image.channels() == 3) {
      for (int i = 0; i < samples.length; i += 3) {
        sum += Grayscale.grey(samples, i);
      }
    } else {
      for (byte sample : samples) {
        sum += sample & 0xff;
      }
    }
    return (float) sum / (image.height() * image.width());
  }

  @Override
  public String describe() {
    return "contrast x " + Words.of(factor);
  }
}
