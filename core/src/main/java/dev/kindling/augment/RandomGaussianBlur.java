package dev.kindling.augment;

import dev.kindling.image.ImageSize;
import dev.kindling.random.NumpyRandom;

/**
 * A blur of random width now and then: torchvision's {@code RandomApply([GaussianBlur(kernelSize,
 * sigma)], p)}. Draws {@code random()}, and {@code uniform} for sigma if it blurs.
 *
 * @param p how often, from 0 to 1
 * @param kernelSize the rows and columns that count, odd
 * @param sigma the widths of the bell curve, in pixels, above 0
 */
public record RandomGaussianBlur(double p, int kernelSize, Interval sigma) implements Augmentation {

  /** Checks the arguments. */
  public RandomGaussianBlur {
    Probability.check(p);
    new GaussianBlur(kernelSize, sigma.low()); // checks them
  }

  @Override
  public Operation draw(NumpyRandom random, ImageSize size) {
    return random.random() < p
        ? new GaussianBlur(kernelSize, random.uniform(sigma.low(), sigma.high()))
        : Steps.NONE;
  }
}
