package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Add;
import dev.kindling.graph.Mul;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.List;

/**
 * {@code scale * x + offset}, number by number. Keras: {@code Rescaling}.
 *
 * @param scale the factor, one for all or one for each channel
 * @param offset the addend, one for all or one for each channel
 */
public record Rescaling(List<Double> scale, List<Double> offset) implements Layer {

  /** Copies the lists, and checks that none is empty. */
  public Rescaling {
    scale = List.copyOf(scale);
    offset = List.copyOf(offset);
    if (scale.isEmpty() || offset.isEmpty()) {
      throw new IllegalArgumentException(
          "A Rescaling needs one scale and offset, or one for each channel. Received: scale=%s, offset=%s"
              .formatted(scale, offset));
    }
  }

  /** The same for all channels. */
  public Rescaling(double scale, double offset) {
    this(List.of(scale), List.of(offset));
  }

  /** Without an addend. */
  public Rescaling(double scale) {
    this(scale, 0);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    String factor = to.constant(name + "/scale", numbers(name, scale, to.shape(input)));
    if (offset.equals(List.of(0.0))) {
      return to.node(name, new Mul(), input, factor);
    }
    String scaled = to.node(name + "/scaled", new Mul(), input, factor);
    String addend = to.constant(name + "/offset", numbers(name, offset, to.shape(input)));
    return to.node(name, new Add(), scaled, addend);
  }

  /** One number, or one for each channel of pictures or rows. */
  private static Tensor numbers(String name, List<Double> given, Shape value) {
    float[] numbers = new float[given.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = given.get(i).floatValue();
    }
    if (numbers.length == 1) {
      return Tensor.of(Shape.of(), numbers);
    }
    if (value.size(1) != numbers.length) {
      throw new IllegalArgumentException(
          "Rescaling '%s' of %d channels needs as many numbers. Received: %s"
              .formatted(name, value.size(1), given));
    }
    Shape shape = value.rank() == 4 ? Shape.of(1, numbers.length, 1, 1) : Shape.of(numbers.length);
    return Tensor.of(shape, numbers);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    write(config, "scale", scale);
    write(config, "offset", offset);
  }

  private static void write(ObjectNode config, String key, List<Double> numbers) {
    if (numbers.size() == 1) {
      config.put(key, numbers.get(0));
      return;
    }
    ArrayNode list = config.putArray(key);
    numbers.forEach(list::add);
  }

  static Rescaling read(Config config) {
    return new Rescaling(config.numberOrNumbers("scale"), config.numberOrNumbers("offset"));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
