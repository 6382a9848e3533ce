package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Mul;
import java.util.List;

/** The product of two or more values, broadcast to each other. Keras: {@code Multiply}. */
public record Multiply() implements Layer {

  @Override
  public String lower(String name, List<String> inputs, Lowering to) {
    return to.fold(this, name, new Mul(), inputs);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    return lower(name, List.of(input), to);
  }

  @Override
  public void writeOptions(ObjectNode config) {}

  @Override
  public boolean isBuilt() {
    return true;
  }
}
