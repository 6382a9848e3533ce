package dev.kindling.app;

import dev.kindling.app.Converters.Factor;
import dev.kindling.app.Converters.Pair;
import dev.kindling.app.Converters.Shifts;
import dev.kindling.app.Converters.Zoom;
import dev.kindling.augment.FillMode;
import dev.kindling.augment.Interval;
import dev.kindling.augment.Preset;
import dev.kindling.augment.Shift;
import dev.kindling.preprocessing.ImageDataGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
      names = "--brightness-range",
      paramLabel = "LOW,HIGH",
      converter = Pair.class,
      description = "Make pictures darker or lighter by a factor between these, as 0.5,1.5.")
  private @Nullable Interval brightnessRange;

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
      names = "--channel-shift-range",
      paramLabel = "LEVELS",
      description = "Add up to this to all values, either way.")
  private @Nullable Double channelShiftRange;

  @Option(
      names = "--horizontal-flip",
      negatable = true,
      description = "Exchange left and right in half of the pictures, or in none.")
  private @Nullable Boolean horizontalFlip;

  @Option(
      names = "--vertical-flip",
      negatable = true,
      description = "Exchange top and bottom in half of the pictures, or in none.")
  private @Nullable Boolean verticalFlip;

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

  @Option(
      names = "--interpolation-order",
      paramLabel = "0|1",
      description = "0 takes the nearest pixel, 1 means of four; default: 1.")
  private @Nullable Integer interpolationOrder;

  @Option(
      names = "--augment",
      paramLabel = "PRESET",
      description =
          "In place of the options above: none, light, medium or strong. Crops, flips, and for"
              + " medium and strong also colours (strong: RandAugment and erasing).")
  private @Nullable Preset augment;

  /**
   * The preset that was given, or null.
   *
   * @throws IllegalArgumentException if one of Keras's options was given too
   */
  @Nullable Preset preset() {
    if (augment != null && any()) {
      throw new IllegalArgumentException(
          "--augment stands in place of Keras's options: give it or them. Received both, --augment "
              + augment.name().toLowerCase(Locale.ROOT));
    }
    return augment;
  }

  /** Whether any of Keras's options was given. */
  boolean any() {
    return Stream.of(
            rotationRange,
            widthShiftRange,
            heightShiftRange,
            brightnessRange,
            shearRange,
            zoomRange,
            channelShiftRange,
            horizontalFlip,
            verticalFlip,
            fillMode,
            cval,
            rescale,
            interpolationOrder)
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
        .brightnessRange(brightnessRange == null ? base.brightnessRange() : brightnessRange)
        .shearRange(Objects.requireNonNullElse(shearRange, base.shearRange()))
        .zoomRange(Objects.requireNonNullElse(zoomRange, base.zoomRange()))
        .channelShiftRange(Objects.requireNonNullElse(channelShiftRange, base.channelShiftRange()))
        .horizontalFlip(Objects.requireNonNullElse(horizontalFlip, base.horizontalFlip()))
        .verticalFlip(Objects.requireNonNullElse(verticalFlip, base.verticalFlip()))
        .fillMode(Objects.requireNonNullElse(fillMode, base.fillMode()))
        .cval(Objects.requireNonNullElse(cval, base.cval()))
        .interpolationOrder(
            Objects.requireNonNullElse(interpolationOrder, base.interpolationOrder()));
  }

  /** What one would type for a generator's changes. */
  static List<String> words(ImageDataGenerator generator) {
    List<String> words = new ArrayList<>();
    words.add("--rotation-range " + Converters.text(generator.rotationRange()));
    words.add("--width-shift-range " + Converters.text(generator.widthShiftRange()));
    words.add("--height-shift-range " + Converters.text(generator.heightShiftRange()));
    if (generator.brightnessRange() != null) {
      words.add("--brightness-range " + Converters.text(generator.brightnessRange()));
    }
    words.add("--shear-range " + Converters.text(generator.shearRange()));
    words.add("--zoom-range " + Converters.text(generator.zoomRange()));
    if (generator.channelShiftRange() != 0) {
      words.add("--channel-shift-range " + Converters.text(generator.channelShiftRange()));
    }
    words.add(generator.horizontalFlip() ? "--horizontal-flip" : "--no-horizontal-flip");
    if (generator.verticalFlip()) {
      words.add("--vertical-flip");
    }
    words.add("--fill-mode " + generator.fillMode().name().toLowerCase(Locale.ROOT));
    return words;
  }
}
