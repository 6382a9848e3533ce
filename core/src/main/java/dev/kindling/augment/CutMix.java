package dev.kindling.augment;

import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;

/**
 * Rectangles of other pictures put over pictures: torchvision's {@code CutMix} (Yun and others,
 * 2019). Draws {@code beta(alpha, alpha)} for the area, {@code choice} for the column and {@code
 * choice} for the row of the middle. What lies beyond the picture is cut off.
 *
 * @param alpha how even the mixtures are, above 0 and up to 1
 */
public record CutMix(double alpha) implements BatchAugmentation {

  /** Checks alpha. */
  public CutMix {
    if (!(alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException(
          "alpha must be above 0 and not above 1. Received: " + alpha);
    }
  }

  @Override
  public Patch draw(NumpyRandom random, Shape pictures) {
    int height = pictures.size(1);
    int width = pictures.size(2);
    double half = 0.5 * Math.sqrt(1 - random.beta(alpha, alpha));
    int x = random.choice(width);
    int y = random.choice(height);
    int halfWidth = (int) (half * width);
    int halfHeight = (int) (half * height);
    return Patch.of(
        Math.max(0, y - halfHeight),
        Math.max(0, x - halfWidth),
        Math.min(height, y + halfHeight),
        Math.min(width, x + halfWidth),
        height,
        width);
  }
}
