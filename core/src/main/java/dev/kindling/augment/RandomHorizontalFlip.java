package dev.kindling.augment;

import dev.kindling.image.ImageSize;
import dev.kindling.random.NumpyRandom;

/**
 * Left and right exchanged now and then: torchvision's {@code RandomHorizontalFlip}. Draws {@code
 * random()}.
 *
 * @param p how often, from 0 to 1
 */
public record RandomHorizontalFlip(double p) implements Augmentation {

  /** Checks the probability. */
  public RandomHorizontalFlip {
    Probability.check(p);
  }

  @Override
  public Operation draw(NumpyRandom random, ImageSize size) {
    return random.random() < p ? new HorizontalFlip() : Steps.NONE;
  }
}
