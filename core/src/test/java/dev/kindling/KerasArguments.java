package dev.kindling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.augment.FillMode;
import dev.kindling.augment.Interval;
import dev.kindling.augment.Shift;
import dev.kindling.augment.TransformRanges;
import dev.kindling.data.Subset;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The arguments of Keras's {@code ImageDataGenerator} in golden files. */
public final class KerasArguments {

  private KerasArguments() {}

  /** The arguments as ranges, what is not given being Keras's default. */
  public static TransformRanges ranges(JsonNode arguments) {
    return generator(arguments).ranges();
  }

  /** The arguments as a generator, what is not given being Keras's default. */
  public static ImageDataGenerator generator(JsonNode arguments) {
    return new ImageDataGenerator()
        .featurewiseCenter(arguments.path("featurewise_center").asBoolean(false))
        .samplewiseCenter(arguments.path("samplewise_center").asBoolean(false))
        .featurewiseStdNormalization(
            arguments.path("featurewise_std_normalization").asBoolean(false))
        .samplewiseStdNormalization(arguments.path("samplewise_std_normalization").asBoolean(false))
        .zcaWhitening(arguments.path("zca_whitening").asBoolean(false))
        .zcaEpsilon(arguments.path("zca_epsilon").asDouble(1e-6))
        .rotationRange(arguments.path("rotation_range").asDouble(0))
        .widthShiftRange(shift(arguments.path("width_shift_range")))
        .heightShiftRange(shift(arguments.path("height_shift_range")))
        .brightnessRange(brightness(arguments.path("brightness_range")))
        .shearRange(arguments.path("shear_range").asDouble(0))
        .zoomRange(zoom(arguments.path("zoom_range")))
        .channelShiftRange(arguments.path("channel_shift_range").asDouble(0))
        .fillMode(
            FillMode.valueOf(
                arguments.path("fill_mode").asText("nearest").toUpperCase(Locale.ROOT)))
        .cval(arguments.path("cval").asDouble(0))
        .horizontalFlip(arguments.path("horizontal_flip").asBoolean(false))
        .verticalFlip(arguments.path("vertical_flip").asBoolean(false))
        .rescale(arguments.path("rescale").asDouble(1))
        .validationSplit(arguments.path("validation_split").asDouble(0))
        .contiguousSplit(true)
        .interpolationOrder(arguments.path("interpolation_order").asInt(1));
  }

  /** The arguments of {@code flow}, what is not given being Keras's default. */
  public static FlowOptions flow(JsonNode arguments) {
    FlowOptions options =
        new FlowOptions()
            .batchSize(arguments.path("batch_size").asInt(32))
            .shuffle(arguments.path("shuffle").asBoolean(true))
            .seed(arguments.get("seed").longValue())
            .savePrefix(arguments.path("save_prefix").asText(""))
            .ignoreClassSplit(arguments.path("ignore_class_split").asBoolean(false));
    return arguments.has("subset")
        ? options.subset(
            Subset.valueOf(arguments.get("subset").textValue().toUpperCase(Locale.ROOT)))
        : options;
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

  private static @Nullable Interval brightness(JsonNode argument) {
    return argument.isArray() ? interval(argument) : null;
  }

  private static Interval zoom(JsonNode argument) {
    return argument.isArray()
        ? interval(argument)
        : new Interval(1 - argument.asDouble(0), 1 + argument.asDouble(0));
  }

  private static Interval interval(JsonNode pair) {
    return new Interval(pair.get(0).doubleValue(), pair.get(1).doubleValue());
  }
}
