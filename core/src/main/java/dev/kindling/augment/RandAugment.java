package dev.kindling.augment;

import dev.kindling.augment.AugmentationSpace.Kind;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.random.NumpyRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * A few of fourteen operations, chosen at random, all of one magnitude: torchvision's {@code
 * RandAugment} (Cubuk and others, 2019).
 *
 * <p>Draws for each operation {@code choice(14)}, and {@code random()} for the sign if the
 * operation goes both ways.
 *
 * @param numOps how many operations, not negative
 * @param magnitude from 0 to {@code numMagnitudeBins - 1}
 * @param numMagnitudeBins how many magnitudes there are, at least 2
 * @param interpolation {@link Interpolation#NEAREST} or {@link Interpolation#BILINEAR}
 */
public record RandAugment(
    int numOps, int magnitude, int numMagnitudeBins, Interpolation interpolation)
    implements Augmentation {

  private static final Kind[] KINDS = Kind.values();

  /** Checks the numbers. */
  public RandAugment {
    if (numOps < 0) {
      throw new IllegalArgumentException("numOps must not be negative. Received: " + numOps);
    }
    if (numMagnitudeBins < 2 || magnitude < 0 || magnitude >= numMagnitudeBins) {
      throw new IllegalArgumentException(
          "magnitude must be within 0 and numMagnitudeBins - 1. Received: magnitude=%d, numMagnitudeBins=%d"
              .formatted(magnitude, numMagnitudeBins));
    }
  }

  /** Of 31 magnitudes and nearest interpolation, as by default in torchvision. */
  public RandAugment(int numOps, int magnitude) {
    this(numOps, magnitude, 31, Interpolation.NEAREST);
  }

  @Override
  public Steps draw(NumpyRandom random, ImageSize size) {
    AugmentationSpace space = AugmentationSpace.rand(size, numMagnitudeBins);
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < numOps; i++) {
      Kind kind = KINDS[random.choice(KINDS.length)];
      operations.add(space.draw(random, kind, magnitude, interpolation));
    }
    return new Steps(operations);
  }
}
