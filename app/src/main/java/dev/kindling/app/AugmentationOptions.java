package dev.kindling.app;

import dev.kindling.app.Converters.Factor;
import dev.kindling.app.Converters.Shifts;
import dev.kindling.app.Converters.Zoom;
import dev.kindling.augment.FillMode;
import dev.kindling.augment.Interval;
import dev.kindling.augment.Shift;
import dev.kindling.data.ImageDataGenerator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of Keras's {@code ImageDataGenerator}, under its names. */
final class AugmentationOptions {

  @Option(
      names = "--rotation-range",
      paramLabel = "DEGREES",
      description = "Turn pictures by up to this angle either way.")
  private @Nullable Double rotationRange;

  @Option(
      names = "--width-shift-range",
      paramLabel = "SHIFT",
      converter = Shifts.class,
      description =
          "Shift pictures: 0.2 by up to that part of the size, 12.0 by up to so many pixels, 12 by"
              + " a whole number below 12, 5,10 by one of these; always either way.")
  private @Nullable Shift widthShiftRange;

  @Option(
      names = "--height-shift-range",
      paramLabel = "SHIFT",
      converter = Shifts.class,
      description = "The same along the other axis.")
  private @Nullable Shift heightShiftRange;

  @Option(
      names = "--shear-range",
      paramLabel = "DEGREES",
      description = "Shear pictures by up to this angle either way.")
  private @Nullable Double shearRange;

  @Option(
      names = "--zoom-range",
      paramLabel = "ZOOM",
      converter = Zoom.class,
      description = "Zoom height and width by 0.8,1.2 or anything between; 0.2 says the same.")
  private @Nullable Interval zoomRange;

  @Option(
      names = "--horizontal-flip",
      negatable = true,
      description = "Exchange left and right in half of the pictures, or in none.")
  private @Nullable Boolean horizontalFlip;

  @Option(
      names = "--fill-mode",
      paramLabel = "MODE",
      description = "What lies beyond the edges: nearest, reflect, wrap or constant.")
  private @Nullable FillMode fillMode;

  @Option(
      names = "--cval",
      paramLabel = "VALUE",
      description = "The value there for --fill-mode constant, 0 to 255.")
  private @Nullable Double cval;

  @Option(
      names = "--rescale",
      paramLabel = "FACTOR",
      converter = Factor.class,
      description = "Multiply every value by this in the end: 1/255, or a number.")
  private @Nullable Double rescale;

  /** Whether any of them was given. */
  boolean any() {
    return Stream.of(
            rotationRange,
            widthShiftRange,
            heightShiftRange,
            shearRange,
            zoomRange,
            horizontalFlip,
            fillMode,
            cval,
            rescale)
        .anyMatch(Objects::nonNull);
  }

  /**
   * A generator with what was given, and the rest as it was.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  ImageDataGenerator over(ImageDataGenerator base) {
    return base.rescale(Objects.requireNonNullElse(rescale, base.rescale()))
        .rotationRange(Objects.requireNonNullElse(rotationRange, base.rotationRange()))
        .widthShiftRange(Objects.requireNonNullElse(widthShiftRange, base.widthShiftRange()))
        .heightShiftRange(Objects.requireNonNullElse(heightShiftRange, base.heightShiftRange()))
        .shearRange(Objects.requireNonNullElse(shearRange, base.shearRange()))
        .zoomRange(Objects.requireNonNullElse(zoomRange, base.zoomRange()))
        .horizontalFlip(Objects.requireNonNullElse(horizontalFlip, base.horizontalFlip()))
        .fillMode(Objects.requireNonNullElse(fillMode, base.fillMode()))
        .cval(Objects.requireNonNullElse(cval, base.cval()));
  }
}
