package dev.kindling.augment;

import dev.kindling.image.Image;

/**
 * Samples from a threshold on turned into 255 less them: torchvision's {@code solarize}.
 *
 * @param threshold up to 255
 */
public record Solarize(double threshold) implements Operation {

  /** Checks the threshold. */
  public Solarize {
    if (!(threshold <= 255)) {
      throw new IllegalArgumentException("threshold must not be above 255. Received: " + threshold);
    }
  }

  @Override
  public Image apply(Image image) {
    return new Levels(level -> level >= (float) threshold ? 255 - level : level).apply(image);
  }

  @Override
  public String describe() {
    return "solarized from " + Words.of(threshold);
  }
}
