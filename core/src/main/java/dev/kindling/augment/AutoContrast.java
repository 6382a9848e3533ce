package dev.kindling.augment;

import dev.kindling.image.Image;

/**
 * Each channel stretched so that its darkest sample becomes 0 and its lightest 255: torchvision's
 * {@code autocontrast}. A channel of one level stays as it is.
 */
public record AutoContrast() implements Operation {

  @Override
  public Image apply(Image image) {
    Histogram[] histograms = Histogram.of(image);
    Levels[] channels = new Levels[histograms.length];
    for (int channel = 0; channel < channels.length; channel++) {
      channels[channel] = stretching(histograms[channel]);
    }
    return Levels.apply(image, channels);
  }

  private static Levels stretching(Histogram histogram) {
    int darkest = histogram.darkest();
    int lightest = histogram.lightest();
    if (darkest == lightest) {
      return new Levels(level -> level);
    }
    float range = (lightest - darkest) * (1 / 255f);
    return new Levels(level -> (int) ((level - darkest) / range));
  }

  @Override
  public String describe() {
    return "contrast stretched";
  }
}
