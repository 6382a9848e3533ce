package dev.kindling.augment;

import dev.kindling.augment.AugmentationSpace.Kind;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.random.NumpyRandom;

/**
 * One of fourteen operations, of any magnitude, both chosen at random: torchvision's {@code
 * TrivialAugmentWide} (Müller and Hutter, 2021).
 *
 * <p>Draws {@code choice(14)}, {@code choice(numMagnitudeBins)}, and {@code random()} for the sign
 * if the operation goes both ways.
 *
 * @param numMagnitudeBins how many magnitudes there are, at least 2
 * @param interpolation {@link Interpolation#NEAREST} or {@link Interpolation#BILINEAR}
 */
public record TrivialAugmentWide(int numMagnitudeBins, Interpolation interpolation)
    implements Augmentation {

  private static final Kind[] KINDS = Kind.values();

  /** Checks the number. */
  public TrivialAugmentWide {
    if (numMagnitudeBins < 2) {
      throw new IllegalArgumentException(
          "numMagnitudeBins must be at least 2. Received: " + numMagnitudeBins);
    }
  }

  /** Of 31 magnitudes and nearest interpolation, as by default in torchvision. */
  public TrivialAugmentWide() {
    this(31, Interpolation.NEAREST);
  }

  @Override
  public Operation draw(NumpyRandom random, ImageSize size) {
    Kind kind = KINDS[random.choice(KINDS.length)];
    int magnitude = random.choice(numMagnitudeBins);
    return AugmentationSpace.trivialWide(numMagnitudeBins)
        .draw(random, kind, magnitude, interpolation);
  }
}
