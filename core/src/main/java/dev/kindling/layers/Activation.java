package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A layer that applies a function to each element (softmax: to each row). Keras: {@code
 * Activation}.
 */
public record Activation(ActivationFunction activation) implements Layer {

  @Override
  public String lower(String name, String input, Lowering to) {
    return activation.lower(name, input, to);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("activation", activation.kerasName());
  }

  static Activation read(Config config) {
    return new Activation(config.choice("activation", ActivationFunction.values()));
  }
}
