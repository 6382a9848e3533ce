package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** The hyperbolic tangent, element by element. */
public record Tanh() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
