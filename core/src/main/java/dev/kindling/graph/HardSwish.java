package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** {@code x * max(0, min(1, x / 6 + 1 / 2))}, element by element. */
public record HardSwish() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
