package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code exp(x) / sum(exp(x))} along the last axis. Keras: {@code Softmax}. */
public record Softmax() implements Layer {

  @Override
  public String lower(String name, String input, Lowering to) {
    return to.channelsLast(
        name, input, last -> to.node(name, new dev.kindling.graph.Softmax(), last));
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("axis", -1);
  }
}
