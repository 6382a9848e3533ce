package dev.kindling.augment;

import dev.kindling.image.Image;

/**
 * Each channel's levels moved so that all ranges of levels have about as many samples:
 * torchvision's {@code equalize}, which is Pillow's {@code ImageOps.equalize}.
 *
 * <p>With {@code step} the number of samples below the lightest level, divided by 255 and rounded
 * down, a level becomes {@code (samples below it + step / 2) / step}, both rounded down. A channel
 * whose step is 0 stays as it is.
 */
public record Equalize() implements Operation {

  @Override
  public Image apply(Image image) {
    Histogram[] histograms = Histogram.of(image);
    Levels[] channels = new Levels[histograms.length];
    for (int channel = 0; channel < channels.length; channel++) {
      channels[channel] = equalizing(histograms[channel].counts(), histograms[channel].lightest());
    }
    return Levels.apply(image, channels);
  }

  private static Levels equalizing(int[] counts, int lightest) {
    int[] below = new int[256];
    for (int level = 1; level < 256; level++) {
      below[level] = below[level - 1] + counts[level - 1];
    }
    int step = below[lightest] / 255;
    if (step == 0) {
      return new Levels(level -> level);
    }
    return new Levels(level -> (below[level] + step / 2) / step);
  }

  @Override
  public String describe() {
    return "levels equalized";
  }
}
