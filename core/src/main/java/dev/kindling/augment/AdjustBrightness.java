package dev.kindling.augment;

import dev.kindling.image.Image;

/**
 * Every sample times a factor, in 32-bit floats, cut off to a whole number: torchvision's {@code
 * adjust_brightness}.
 *
 * @param factor not negative; 0 gives black, 1 the picture itself
 */
public record AdjustBrightness(double factor) implements Operation {

  /** Checks the factor. */
  public AdjustBrightness {
    Factor.check("brightness", factor);
  }

  @Override
  public Image apply(Image image) {
    return new Levels(level -> (int) (level * (float) factor)).apply(image);
  }

  @Override
  public String describe() {
    return "brightness x " + Words.of(factor);
  }
}
