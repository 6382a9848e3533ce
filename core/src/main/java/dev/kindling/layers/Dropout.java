package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Dropout.Unit;
import dev.kindling.tensor.Shape;

/**
 * In training, sets a random share of the elements to 0 and multiplies the others by {@code 1 / (1
 * - rate)}; otherwise changes nothing. Keras: {@code Dropout}.
 *
 * @param rate the share, at least 0 and below 1
 * @param wholeSamples whether a sample is dropped or kept as a whole: stochastic depth. Keras: a
 *     {@code noise_shape} of {@code (None, 1, 1, 1)}
 */
public record Dropout(double rate, boolean wholeSamples) implements Layer {

  /** Checks the rate. */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "The rate of a Dropout must be at least 0 and below 1. Received: rate=" + rate);
    }
  }

  /** Each element by itself. */
  public Dropout(double rate) {
    this(rate, false);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    Shape value = to.shape(input);
    if (wholeSamples && value.rank() != 4) {
      throw new IllegalArgumentException(
          "Dropout '%s' of whole samples takes pictures, (None, height, width, channels). Received:"
                  .formatted(name)
              + " "
              + value);
    }
    Unit unit = wholeSamples ? Unit.SAMPLE : Unit.ELEMENT;
    return to.node(name, new dev.kindling.graph.Dropout(rate, unit), input);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("rate", rate);
    config.putNull("seed");
    config.putNull("noise_shape");
    if (wholeSamples) {
      ArrayNode shape = config.putArray("noise_shape");
      shape.addNull().add(1).add(1).add(1);
    }
  }

  static Dropout read(Config config) {
    boolean each = !config.has("noise_shape") || config.isNull("noise_shape");
    return new Dropout(config.number("rate"), !each); // what the shape says is compared later
  }
}
