package dev.kindling.augment;

import dev.kindling.image.Crop;
import dev.kindling.image.ImageSize;
import dev.kindling.random.NumpyRandom;

/**
 * A rectangle of random area, proportions and place painted over now and then: torchvision's {@code
 * RandomErasing} (Zhong and others, 2017) with one value.
 *
 * <p>Draws {@code random()}; if it erases, {@code uniform} for the area and {@code uniform} for the
 * logarithm of the proportions, up to ten times until the rectangle fits into the picture; then
 * {@code choice} for its top and {@code choice} for its left side. If none fits, nothing is erased.
 *
 * @param p how often, from 0 to 1
 * @param scale the erased area, as a part of the picture's, within 0 and 1
 * @param ratio its height divided by its width, above 0
 * @param value of all erased samples, from 0 to 255
 */
public record RandomErasing(double p, Interval scale, Interval ratio, int value)
    implements Augmentation {

  private static final int ATTEMPTS = 10;

  /** Checks the arguments. */
  public RandomErasing {
    Probability.check(p);
    if (scale.low() < 0 || scale.high() > 1 || ratio.low() <= 0) {
      throw new IllegalArgumentException(
          "scale must be within 0 and 1, and ratio above 0. Received: scale=%s, ratio=%s"
              .formatted(scale, ratio));
    }
    new Erase(new Crop(0, 0, 1, 1), value); // checks it
  }

  /** With torchvision's defaults: 2 to 33 % of the area, 0.3 to 3.3, black. */
  public RandomErasing(double p) {
    this(p, new Interval(0.02, 0.33), new Interval(0.3, 3.3), 0);
  }

  @Override
  public Operation draw(NumpyRandom random, ImageSize size) {
    if (random.random() >= p) {
      return Steps.NONE;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double area = size.pixels() * random.uniform(scale.low(), scale.high());
      double proportion = Proportion.draw(random, ratio);
      int height = (int) Math.rint(Math.sqrt(area * proportion));
      int width = (int) Math.rint(Math.sqrt(area / proportion));
      if (height > 0 && height < size.height() && width > 0 && width < size.width()) {
        int top = random.choice(size.height() - height + 1);
        int left = random.choice(size.width() - width + 1);
        return new Erase(new Crop(top, left, height, width), value);
      }
    }
    return Steps.NONE;
  }
}
