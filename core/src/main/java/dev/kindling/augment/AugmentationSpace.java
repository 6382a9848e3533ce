package dev.kindling.augment;

import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.random.NumpyRandom;

/**
 * The fourteen operations that {@link RandAugment} and {@link TrivialAugmentWide} choose from, and
 * how strong each is at its greatest magnitude.
 *
 * @param shear parts of the height and width
 * @param translateX pixels
 * @param translateY pixels
 * @param rotate degrees
 * @param factor how far brightness, color, contrast and sharpness go from 1
 * @param posterize the bits taken away
 * @param bins the number of magnitudes, from 0 to the greatest in equal steps
 */
record AugmentationSpace(
    double shear,
    double translateX,
    double translateY,
    double rotate,
    double factor,
    int posterize,
    int bins) {

  /** In torchvision's order. */
  enum Kind {
    IDENTITY,
    SHEAR_X,
    SHEAR_Y,
    TRANSLATE_X,
    TRANSLATE_Y,
    ROTATE,
    BRIGHTNESS,
    COLOR,
    CONTRAST,
    SHARPNESS,
    POSTERIZE,
    SOLARIZE,
    AUTO_CONTRAST,
    EQUALIZE;

    /** Whether it goes both ways. */
    boolean isSigned() {
      return compareTo(SHEAR_X) >= 0 && compareTo(SHARPNESS) <= 0;
    }
  }

  /** torchvision's {@code RandAugment._AUGMENTATION_SPACE}. */
  static AugmentationSpace rand(ImageSize size, int bins) {
    double part = 150.0 / 331.0;
    return new AugmentationSpace(0.3, part * size.width(), part * size.height(), 30, 0.9, 4, bins);
  }

  /** torchvision's {@code TrivialAugmentWide._AUGMENTATION_SPACE}. */
  static AugmentationSpace trivialWide(int bins) {
    return new AugmentationSpace(0.99, 32, 32, 135, 0.99, 6, bins);
  }

  /**
   * How strong an operation is, before its sign: 0 where it has no strength. torchvision's tables
   * are 32-bit floats, whose last bits depend on the processor; these are the nearest floats.
   *
   * @param number of the magnitude, from 0 to {@code bins - 1}
   */
  double strength(Kind kind, int number) {
    return switch (kind) {
      case IDENTITY, AUTO_CONTRAST, EQUALIZE -> 0;
      case SHEAR_X, SHEAR_Y -> linear(shear, number);
      case TRANSLATE_X -> linear(translateX, number);
      case TRANSLATE_Y -> linear(translateY, number);
      case ROTATE -> linear(rotate, number);
      case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS -> linear(factor, number);
      case POSTERIZE -> Math.rint(8 - linear(posterize, number));
      case SOLARIZE -> linear(1, bins - 1 - number);
    };
  }

  private double linear(double greatest, int number) {
    return (float) (greatest * number / (bins - 1));
  }

  /** An operation of a strength: negative ones go the other way. */
  static Operation operation(Kind kind, double strength, Interpolation interpolation) {
    return switch (kind) {
      case IDENTITY -> Steps.NONE;
      case SHEAR_X -> Affine.shearX(strength, interpolation);
      case SHEAR_Y -> Affine.shearY(strength, interpolation);
      case TRANSLATE_X -> Affine.translate((int) strength, 0, interpolation);
      case TRANSLATE_Y -> Affine.translate(0, (int) strength, interpolation);
      case ROTATE -> Affine.rotate(strength, interpolation);
      case BRIGHTNESS -> new AdjustBrightness(1 + strength);
      case COLOR -> new AdjustSaturation(1 + strength);
      case CONTRAST -> new AdjustContrast(1 + strength);
      case SHARPNESS -> new AdjustSharpness(1 + strength);
      case POSTERIZE -> new Posterize((int) strength);
      case SOLARIZE -> new Solarize(255 * strength);
      case AUTO_CONTRAST -> new AutoContrast();
      case EQUALIZE -> new Equalize();
    };
  }

  /** An operation of a magnitude. Draws {@code random()} for the sign if it goes both ways. */
  Operation draw(NumpyRandom random, Kind kind, int magnitude, Interpolation interpolation) {
    double strength = strength(kind, magnitude);
    boolean negative = kind.isSigned() && random.random() <= 0.5;
    return operation(kind, negative ? -strength : strength, interpolation);
  }
}
