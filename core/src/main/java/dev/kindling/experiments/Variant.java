package dev.kindling.experiments;

import dev.kindling.augment.HorizontalFlip;
import dev.kindling.augment.Operation;
import dev.kindling.augment.Preset;
import dev.kindling.augment.Steps;
import dev.kindling.image.Image;
import dev.kindling.random.NumpyRandom;

/**
 * What is made of every picture before a frozen network looks at it: the same variant of the same
 * picture is the same forever, so that its features can be kept.
 *
 * @param number 0 is the picture itself, 1 its mirror image; from 2 on each picture is cropped and
 *     perhaps flipped, as drawn from its content and this number
 */
record Variant(int number) {

  static final Variant ITSELF = new Variant(0);
  static final Variant FLIPPED = new Variant(1);

  /** In words: what a cache knows it by. */
  String words() {
    return switch (number) {
      case 0 -> "";
      case 1 -> "flipped";
      default -> "light " + number;
    };
  }

  /**
   * The variant of a picture.
   *
   * @param content the hash of the picture's file
   */
  Image of(Image picture, String content) {
    return operation(picture, content).apply(picture);
  }

  private Operation operation(Image picture, String content) {
    return switch (number) {
      case 0 -> Steps.NONE;
      case 1 -> new HorizontalFlip();
      default -> {
        long drawn = Long.parseLong(content.substring(0, 8), 16) + number;
        NumpyRandom random = new NumpyRandom(drawn & 0xffffffffL);
        yield Preset.LIGHT.pipeline(picture.size()).draw(random, picture.size());
      }
    };
  }
}
