package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.LeakyRelu;

/**
 * {@code x} where it is positive, else {@code negativeSlope * x}. Keras: {@code LeakyReLU}.
 *
 * @param negativeSlope the slope below 0
 */
public record LeakyReLU(double negativeSlope) implements Layer {

  /** Keras's default: a slope of 0.3. */
  public LeakyReLU() {
    this(0.3);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    return to.node(name, new LeakyRelu(negativeSlope), input);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("negative_slope", negativeSlope);
  }

  static LeakyReLU read(Config config) {
    return new LeakyReLU(config.number("negative_slope"));
  }
}
