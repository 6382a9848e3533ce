package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Transpose;

/**
 * Pictures as rows of numbers, channels running fastest: {@code (n, height, width, channels)} to
 * {@code (n, height * width * channels)}. Keras: {@code Flatten}.
 */
public record Flatten() implements Layer {

  @Override
  public String lower(String name, String input, Lowering to) {
    String keras = input;
    if (to.shape(input).rank() == 4) {
      keras = to.node(name + "/channels_last", Transpose.CHANNELS_LAST, input);
    }
    return to.node(name, new dev.kindling.graph.Flatten(), keras);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("data_format", "channels_last");
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
