package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * In training, adds random numbers of a normal distribution around 0; otherwise changes nothing.
 * Keras: {@code GaussianNoise}.
 *
 * @param stddev the standard deviation, within 0 and 1
 */
public record GaussianNoise(double stddev) implements Layer {

  /** Checks the standard deviation. */
  public GaussianNoise {
    if (!(stddev >= 0 && stddev <= 1)) {
      throw new IllegalArgumentException(
          "The stddev of a GaussianNoise must be within 0 and 1. Received: stddev=" + stddev);
    }
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    return to.node(name, new dev.kindling.graph.GaussianNoise(stddev), input);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("stddev", stddev);
    config.putNull("seed");
  }

  static GaussianNoise read(Config config) {
    return new GaussianNoise(config.number("stddev"));
  }
}
