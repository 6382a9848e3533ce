package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** {@code log(1 + exp(x))}, element by element. */
public record Softplus() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
