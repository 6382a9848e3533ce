package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Elu;

/**
 * {@code x} where it is positive, else {@code alpha * (exp(x) - 1)}. Keras: {@code ELU}.
 *
 * @param alpha what the result nears far below 0, negated
 */
public record ELU(double alpha) implements Layer {

  /** Keras's default: 1. */
  public ELU() {
    this(1);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    return to.node(name, new Elu(alpha), input);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("alpha", alpha);
  }

  static ELU read(Config config) {
    return new ELU(config.number("alpha"));
  }
}
