package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Add;
import dev.kindling.graph.Mul;
import dev.kindling.tensor.Shape;

/**
 * {@code scale * x + offset}, number by number. Keras: {@code Rescaling}.
 *
 * @param scale the factor
 * @param offset the addend
 */
public record Rescaling(double scale, double offset) implements Layer {

  /** Without an addend. */
  public Rescaling(double scale) {
    this(scale, 0);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    String factor = to.constant(name + "/scale", Shape.of(), (float) scale);
    if (offset == 0) {
      return to.node(name, new Mul(), input, factor);
    }
    String scaled = to.node(name + "/scaled", new Mul(), input, factor);
    return to.node(
        name, new Add(), scaled, to.constant(name + "/offset", Shape.of(), (float) offset));
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("scale", scale);
    config.put("offset", offset);
  }

  static Rescaling read(Config config) {
    return new Rescaling(config.number("scale"), config.number("offset"));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
