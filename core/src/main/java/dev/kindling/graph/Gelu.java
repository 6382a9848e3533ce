package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * {@code x * P(X <= x)} for a standard normal {@code X}, element by element: the exact form, by the
 * error function.
 */
public record Gelu() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
