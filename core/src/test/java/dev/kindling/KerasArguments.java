package dev.kindling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.augment.FillMode;
import dev.kindling.augment.Interval;
import dev.kindling.augment.Shift;
import dev.kindling.augment.TransformRanges;
import dev.kindling.data.FlowOptions;
import dev.kindling.data.ImageDataGenerator;
import java.util.Arrays;
import java.util.Locale;

/** The arguments of Keras's {@code ImageDataGenerator} in golden files. */
public final class KerasArguments {

  private KerasArguments() {}

  /** The arguments as ranges, what is not given being Keras's default. */
  public static TransformRanges ranges(JsonNode arguments) {
    return new TransformRanges(
        arguments.path("rotation_range").asDouble(0),
        shift(arguments.path("width_shift_range")),
        shift(arguments.path("height_shift_range")),
        arguments.path("shear_range").asDouble(0),
        zoom(arguments.path("zoom_range")),
        arguments.path("horizontal_flip").asBoolean(false));
  }

  /** The arguments as a generator, what is not given being Keras's default. */
  public static ImageDataGenerator generator(JsonNode arguments) {
    TransformRanges ranges = ranges(arguments);
    String fillMode = arguments.path("fill_mode").asText("nearest");
    return new ImageDataGenerator(
        arguments.path("rescale").asDouble(1),
        ranges.rotationRange(),
        ranges.widthShiftRange(),
        ranges.heightShiftRange(),
        ranges.shearRange(),
        ranges.zoomRange(),
        ranges.horizontalFlip(),
        FillMode.valueOf(fillMode.toUpperCase(Locale.ROOT)),
        arguments.path("cval").asDouble(0));
  }

  /** The arguments of {@code flow}, what is not given being Keras's default. */
  public static FlowOptions flow(JsonNode arguments) {
    return new FlowOptions()
        .batchSize(arguments.path("batch_size").asInt(32))
        .shuffle(arguments.path("shuffle").asBoolean(true))
        .seed(arguments.get("seed").longValue())
        .savePrefix(arguments.path("save_prefix").asText(""));
  }

  private static Shift shift(JsonNode argument) {
    if (argument.isMissingNode()) {
      return Shift.NONE;
    }
    if (argument.isArray()) {
      return new Shift.OneOf(Arrays.stream(Golden.doubles(argument)).boxed().toList());
    }
    return argument.isInt()
        ? new Shift.WholePixels(argument.intValue())
        : new Shift.Uniform(argument.doubleValue());
  }

  private static Interval zoom(JsonNode argument) {
    return argument.isArray()
        ? new Interval(argument.get(0).doubleValue(), argument.get(1).doubleValue())
        : new Interval(1 - argument.asDouble(0), 1 + argument.asDouble(0));
  }
}
