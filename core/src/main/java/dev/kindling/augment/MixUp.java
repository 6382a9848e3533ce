package dev.kindling.augment;

import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;

/**
 * Pictures laid over each other: torchvision's {@code MixUp} (Zhang and others, 2017). Draws {@code
 * beta(alpha, alpha)}.
 *
 * @param alpha how even the mixtures are, above 0 and up to 1; at 0.2 most pictures stay almost
 *     alone, at 1 all mixtures are equally likely
 */
public record MixUp(double alpha) implements BatchAugmentation {

  /** Checks alpha. */
  public MixUp {
    if (!(alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException(
          "alpha must be above 0 and not above 1. Received: " + alpha);
    }
  }

  @Override
  public Blend draw(NumpyRandom random, Shape pictures) {
    return new Blend(random.beta(alpha, alpha));
  }
}
