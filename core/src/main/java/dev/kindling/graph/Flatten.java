package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** All axes but the outermost joined to one, row-major: {@code (n, a, b, c) -> (n, a*b*c)}. */
public record Flatten() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Shapes.only(this, inputs);
    return Shape.of(input.size(0), Math.toIntExact(input.withoutBatch().elements()));
  }
}
