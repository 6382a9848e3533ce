package dev.kindling.augment;

import dev.kindling.random.NumpyRandom;
import org.jspecify.annotations.Nullable;

/**
 * What transforms are drawn from: the arguments of the same names of Keras's {@code
 * ImageDataGenerator}.
 *
 * @param rotationRange the largest angle of rotation either way, in degrees
 * @param widthShiftRange the shifts along the width
 * @param heightShiftRange the shifts along the height
 * @param brightnessRange the factors of brightness; null for none
 * @param shearRange the largest angle of shear either way, in degrees
 * @param zoomRange the zooms, not negative, drawn for each axis by itself; from 1 to 1 for none
 * @param channelShiftRange the largest shift of all values either way
 * @param horizontalFlip whether half the pictures have left and right exchanged
 * @param verticalFlip whether half the pictures have top and bottom exchanged
 */
public record TransformRanges(
    double rotationRange,
    Shift widthShiftRange,
    Shift heightShiftRange,
    @Nullable Interval brightnessRange,
    double shearRange,
    Interval zoomRange,
    double channelShiftRange,
    boolean horizontalFlip,
    boolean verticalFlip) {

  /** Checks the ranges. */
  public TransformRanges {
    requireRange("rotationRange", "an angle in degrees", rotationRange);
    requireRange("shearRange", "an angle in degrees", shearRange);
    requireRange("channelShiftRange", "a number of grey levels", channelShiftRange);
    if (zoomRange.low() < 0) {
      throw new IllegalArgumentException(
          "zoomRange must not go below 0. Received: %s, %s"
              .formatted(zoomRange.low(), zoomRange.high()));
    }
  }

  private static void requireRange(String name, String what, double range) {
    if (!(range >= 0 && range < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s must be %s, not negative: it goes both ways. Received: %s"
              .formatted(name, what, range));
    }
  }

  /**
   * A transform for a picture of the given size. The random numbers are those that Keras's {@code
   * get_random_transform} draws, in its order: a range that is 0 draws none, both flips draw one
   * each, whether they are wanted or not.
   */
  public Transform draw(NumpyRandom random, int height, int width) {
    double theta = symmetric(random, rotationRange);
    double tx = heightShiftRange.draw(random, height);
    double ty = widthShiftRange.draw(random, width);
    double shear = symmetric(random, shearRange);
    double zx = zoom(random);
    double zy = zoom(random);
    boolean flipHorizontal = random.random() < 0.5 && horizontalFlip;
    boolean flipVertical = random.random() < 0.5 && verticalFlip;
    Double channelShift = channelShiftRange == 0 ? null : symmetric(random, channelShiftRange);
    Double brightness = brightnessRange == null ? null : brightnessRange.draw(random);
    return new Transform(
        theta, tx, ty, shear, zx, zy, flipHorizontal, flipVertical, channelShift, brightness);
  }

  private static double symmetric(NumpyRandom random, double range) {
    return range == 0 ? 0 : random.uniform(-range, range);
  }

  private double zoom(NumpyRandom random) {
    return zoomRange.isOnly(1) ? 1 : zoomRange.draw(random);
  }
}
