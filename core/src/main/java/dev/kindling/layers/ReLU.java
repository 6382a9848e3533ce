package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Clip;
import dev.kindling.graph.LeakyRelu;
import dev.kindling.graph.Relu;
import org.jspecify.annotations.Nullable;

/**
 * {@code min(x, maxValue)} where x is positive, else {@code negativeSlope * x}. Keras: {@code
 * ReLU}.
 *
 * @param maxValue the greatest result, above 0; null for none
 * @param negativeSlope the slope below 0, at least 0
 */
public record ReLU(@Nullable Double maxValue, double negativeSlope) implements Layer {

  /** Checks the numbers. */
  public ReLU {
    if ((maxValue != null && !(maxValue > 0)) || !(negativeSlope >= 0)) {
      throw new IllegalArgumentException(
          "A ReLU needs a maxValue above 0, or none, and a slope of at least 0. Received: "
              + "maxValue=%s, negativeSlope=%s".formatted(maxValue, negativeSlope));
    }
  }

  /** Keras's defaults: {@code max(x, 0)}. */
  public ReLU() {
    this(null, 0);
  }

  /** {@code max(0, min(x, maxValue))}. */
  public ReLU(double maxValue) {
    this(maxValue, 0);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    if (maxValue == null) {
      return to.node(name, negativeSlope == 0 ? new Relu() : new LeakyRelu(negativeSlope), input);
    }
    if (negativeSlope == 0) {
      return to.node(name, new Clip(0, maxValue), input);
    }
    String leaky = to.node(name + "/leaky", new LeakyRelu(negativeSlope), input);
    return to.node(name, new Clip(-Float.MAX_VALUE, maxValue), leaky);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("max_value", maxValue);
    config.put("negative_slope", negativeSlope);
    config.put("threshold", 0.0);
  }

  static ReLU read(Config config) {
    Double maxValue = config.isNull("max_value") ? null : config.number("max_value");
    return new ReLU(maxValue, config.number("negative_slope"));
  }
}
