package dev.kindling.augment;

import dev.kindling.image.ImageSize;
import dev.kindling.random.NumpyRandom;

/**
 * The colours taken away now and then: torchvision's {@code RandomGrayscale}. Draws {@code
 * random()}.
 *
 * @param p how often, from 0 to 1
 */
public record RandomGrayscale(double p) implements Augmentation {

  /** Checks the probability. */
  public RandomGrayscale {
    Probability.check(p);
  }

  @Override
  public Operation draw(NumpyRandom random, ImageSize size) {
    return random.random() < p ? new Grayscale() : Steps.NONE;
  }
}
