package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.BatchNormalization;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.List;

/**
 * {@code (x - mean) / sqrt(variance)}, each channel by numbers of its own that training does not
 * move. Keras: {@code Normalization}.
 *
 * @param axis the axis of the channels, the last one, which may be counted from the end
 * @param mean one number for each channel, or for all; empty if they are weights, 0 to begin with
 * @param variance one number for each channel, or for all; empty if they are weights, 1 to begin
 *     with
 */
public record Normalization(int axis, List<Double> mean, List<Double> variance) implements Layer {

  /** Copies the lists, and checks that both are given or none. */
  public Normalization {
    mean = List.copyOf(mean);
    variance = List.copyOf(variance);
    boolean positive = variance.stream().allMatch(number -> number > 0);
    if (mean.isEmpty() != variance.isEmpty() || !positive) {
      throw new IllegalArgumentException(
          "A Normalization needs a mean and a variance above 0, or none of both. Received: mean=%s,"
                  .formatted(mean)
              + " variance="
              + variance);
    }
  }

  /** By a given mean and variance. */
  public Normalization(List<Double> mean, List<Double> variance) {
    this(-1, mean, variance);
  }

  /** With a mean and variance that are weights. */
  public Normalization() {
    this(List.of(), List.of());
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    Shape value = to.shape(input);
    if ((value.rank() != 2 && value.rank() != 4) || (axis != -1 && axis != value.rank() - 1)) {
      throw new IllegalArgumentException(
          "Normalization '%s' takes pictures or rows, and axis=-1. Received: %s, axis=%d"
              .formatted(name, to.kerasShape(input), axis));
    }
    Shape shape = Shape.of(value.size(1));
    String factor = to.constant(name + "/scale", shape, 1);
    String addend = to.constant(name + "/offset", shape, 0);
    String center;
    String spread;
    if (mean.isEmpty()) {
      KerasArray same = KerasArray.same(shape);
      Weight.Role fixed = Weight.Role.FIXED;
      center = to.parameter(name + "/mean", shape, new Weight(Initializers.ZEROS, same, fixed));
      spread = to.parameter(name + "/variance", shape, new Weight(Initializers.ONES, same, fixed));
    } else {
      center = to.constant(name + "/mean", numbers(name, mean, shape));
      spread = to.constant(name + "/variance", numbers(name, variance, shape));
    }
    BatchNormalization normalization = new BatchNormalization(0, 1);
    return to.node(name, normalization, input, factor, addend, center, spread);
  }

  private static Tensor numbers(String name, List<Double> given, Shape shape) {
    int channels = shape.size(0);
    if (given.size() != 1 && given.size() != channels) {
      throw new IllegalArgumentException(
          "Normalization '%s' of %d channels needs as many numbers. Received: %s"
              .formatted(name, channels, given));
    }
    Tensor numbers = Tensor.zeros(channels);
    for (int i = 0; i < channels; i++) {
      numbers.data()[i] = given.get(given.size() == 1 ? 0 : i).floatValue();
    }
    return numbers;
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.putArray("axis").add(axis);
    config.put("invert", false);
    write(config, "mean", mean);
    write(config, "variance", variance);
  }

  private static void write(ObjectNode config, String key, List<Double> numbers) {
    if (numbers.isEmpty()) {
      config.putNull(key);
      return;
    }
    ArrayNode list = config.putArray(key);
    numbers.forEach(list::add);
  }

  static Normalization read(Config config) {
    return new Normalization(
        config.axis("axis"), config.numbers("mean"), config.numbers("variance"));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
