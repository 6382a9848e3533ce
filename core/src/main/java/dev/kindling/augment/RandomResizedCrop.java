package dev.kindling.augment;

import dev.kindling.image.Crop;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.random.NumpyRandom;

/**
 * A rectangle of random area, proportions and place, resized: torchvision's {@code
 * RandomResizedCrop}.
 *
 * <p>Draws {@code uniform} for the area and {@code uniform} for the logarithm of the proportions,
 * up to ten times until the rectangle fits into the picture; then {@code choice} for its top and
 * {@code choice} for its left side. If none fits, it is the middle of the picture, as much of it as
 * has allowed proportions, and nothing more is drawn.
 *
 * @param size what it is resized to
 * @param scale its area, as a part of the picture's, above 0
 * @param ratio its width divided by its height, above 0
 * @param interpolation how it is resized
 */
public record RandomResizedCrop(
    ImageSize size, Interval scale, Interval ratio, Interpolation interpolation)
    implements Augmentation {

  private static final int ATTEMPTS = 10;

  /** Checks the intervals. */
  public RandomResizedCrop {
    if (scale.low() <= 0 || ratio.low() <= 0) {
      throw new IllegalArgumentException(
          "scale and ratio must be above 0. Received: scale=%s, ratio=%s".formatted(scale, ratio));
    }
  }

  /** With torchvision's defaults: 8 to 100 % of the area, 3:4 to 4:3, bilinear. */
  public RandomResizedCrop(ImageSize size) {
    this(size, new Interval(0.08, 1), new Interval(3 / 4.0, 4 / 3.0), Interpolation.BILINEAR);
  }

  @Override
  public ResizedCrop draw(NumpyRandom random, ImageSize picture) {
    return new ResizedCrop(crop(random, picture), size, interpolation);
  }

  private Crop crop(NumpyRandom random, ImageSize picture) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double area = picture.pixels() * random.uniform(scale.low(), scale.high());
      double proportion = Proportion.draw(random, ratio);
      int width = (int) Math.rint(Math.sqrt(area * proportion));
      int height = (int) Math.rint(Math.sqrt(area / proportion));
      if (width > 0 && width <= picture.width() && height > 0 && height <= picture.height()) {
        int top = random.choice(picture.height() - height + 1);
        int left = random.choice(picture.width() - width + 1);
        return new Crop(top, left, height, width);
      }
    }
    return middle(picture);
  }

  private Crop middle(ImageSize picture) {
    double proportion = (double) picture.width() / picture.height();
    int width = picture.width();
    int height = picture.height();
    if (proportion < ratio.low()) {
      height = (int) Math.max(1, Math.rint(width / ratio.low()));
    } else if (proportion > ratio.high()) {
      width = (int) Math.max(1, Math.rint(height * ratio.high()));
    }
    int top = (picture.height() - height) / 2;
    int left = (picture.width() - width) / 2;
    return new Crop(top, left, height, width);
  }
}
