package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * {@code x} where it is positive, else {@code slope * x}. Inputs: a value, and a slope that is
 * broadcast to it as in NumPy.
 */
public record PRelu() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shapes.requireInputs(this, inputs, 2, 2);
    if (!Shapes.broadcast(this, inputs).equals(inputs.get(0))) {
      throw new IllegalArgumentException(
          "PRelu: a slope of %s does not fit a value of %s"
              .formatted(inputs.get(1), inputs.get(0)));
    }
    return inputs.get(0);
  }
}
