package dev.kindling.augment;

import dev.kindling.image.Image;

/**
 * Each channel stretched so that its darkest sample becomes 0 and its lightest 255: torchvision's
 * {@code autocontrast}. A channel of one level stays as it is.
 */
public record AutoContrast() implements Operation {

  @Override
  public Image apply(Image image) {
    Levels[] channels = new Levels[image.channels()];
    for (int channel = 0; channel < channels.length; channel++) {
      channels[channel] = stretching(image, channel);
    }
    return Levels.apply(image, channels);
  }

  private static Levels stretching(Image image, int channel) {
    byte[] samples = image.data();
    int least = 255;
    int greatest = 0;
    for (int i = channel; i < samples.length; i += image.channels()) {
      int sample = samples[i] & 0xff;
      least = Math.min(least, sample);
      greatest = Math.max(greatest, sample);
    }
    if (least == greatest) {
      return new Levels(level -> level);
    }
    int from = least;
    float range = (greatest - least) * (1 / 255f);
    return new Levels(level -> (int) ((level - from) / range));
  }
}
