package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * In training, sets a random share of the elements to 0 and multiplies the others by {@code 1 / (1
 * - rate)}; otherwise changes nothing. Keras: {@code Dropout}.
 *
 * @param rate the share, at least 0 and below 1
 */
public record Dropout(double rate) implements Layer {

  /** Checks the rate. */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "The rate of a Dropout must be at least 0 and below 1. Received: rate=" + rate);
    }
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    return to.node(name, new dev.kindling.graph.Dropout(rate), input);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("rate", rate);
    config.putNull("seed");
    config.putNull("noise_shape");
  }

  static Dropout read(Config config) {
    return new Dropout(config.number("rate"));
  }
}
