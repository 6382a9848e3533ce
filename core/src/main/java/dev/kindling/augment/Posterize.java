package dev.kindling.augment;

import dev.kindling.image.Image;

/**
 * Only the highest bits of each sample kept: torchvision's {@code posterize}.
 *
 * @param bits how many, from 0 (black) to 8 (the picture itself)
 */
public record Posterize(int bits) implements Operation {

  /** Checks the number. */
  public Posterize {
    if (bits < 0 || bits > 8) {
      throw new IllegalArgumentException("bits must be within 0 and 8. Received: " + bits);
    }
  }

  @Override
  public Image apply(Image image) {
    return new Levels(level -> level & (0xff00 >> bits)).apply(image);
  }

  @Override
  public String describe() {
    return bits + " bits";
  }
}
