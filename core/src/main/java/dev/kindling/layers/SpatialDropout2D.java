package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Dropout.Unit;

/**
 * In training, sets a random share of the pictures' channels to 0 and multiplies the others by
 * {@code 1 / (1 - rate)}; otherwise changes nothing. Keras: {@code SpatialDropout2D}.
 *
 * @param rate the share, at least 0 and below 1
 */
public record SpatialDropout2D(double rate) implements Layer {

  /** Checks the rate. */
  public SpatialDropout2D {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "The rate of a SpatialDropout2D must be at least 0 and below 1. Received: rate=" + rate);
    }
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    to.requirePictures(this, name, input);
    return to.node(name, new dev.kindling.graph.Dropout(rate, Unit.CHANNEL), input);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    // Alone among the layers Keras's takes no trainable, and its dtype is a name.
    config.put("dtype", "float32").remove("trainable");
    config.put("rate", rate);
    config.putNull("seed");
    config.put("data_format", "channels_last");
  }

  static SpatialDropout2D read(Config config) {
    return new SpatialDropout2D(config.number("rate"));
  }
}
