package dev.kindling.augment;

import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import java.util.List;

/**
 * Augmentations for most photographs, from none to strong. None of them fits pictures whose meaning
 * lies in left and right, in colour, or in a small detail.
 */
public enum Preset {
  /** Pictures as they are, resized. */
  NONE,
  /** Flips, and crops of at least 80 % of the area. */
  LIGHT,
  /** Flips, crops of at least 35 %, and colours changed a little. */
  MEDIUM,
  /**
   * Flips, crops of at least 20 %, {@link RandAugment}, and erasing in a quarter of the pictures.
   */
  STRONG;

  private static final Interval RATIO = new Interval(3 / 4.0, 4 / 3.0);

  /** The augmentations that lead to pictures of a size. */
  public Pipeline pipeline(ImageSize size) {
    RandomHorizontalFlip flip = new RandomHorizontalFlip(0.5);
    List<Augmentation> augmentations =
        switch (this) {
          case NONE -> List.of(new ResizeTo(size, Interpolation.BILINEAR));
          case LIGHT -> List.of(crop(size, 0.8), flip);
          case MEDIUM -> List.of(crop(size, 0.35), flip, new ColorJitter(0.2, 0.2, 0.2, 0.02));
          case STRONG ->
              List.of(crop(size, 0.2), flip, new RandAugment(2, 9), new RandomErasing(0.25));
        };
    return new Pipeline(augmentations);
  }

  private static Augmentation crop(ImageSize size, double leastArea) {
    return new RandomResizedCrop(size, new Interval(leastArea, 1), RATIO, Interpolation.BILINEAR);
  }
}
