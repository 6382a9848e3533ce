package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** A value's numbers as 32-bit floats. */
public record Cast() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
