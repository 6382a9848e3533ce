package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** {@code max(x, 0)}, element by element. */
public record Relu() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
