package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** The product of two values, broadcast to each other as in NumPy. */
public record Mul() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.broadcast(this, inputs);
  }
}
