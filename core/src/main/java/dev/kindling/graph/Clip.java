package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** {@code max(min, min(max, x))}, element by element. */
public record Clip(double min, double max) implements Op {
  /**
   * Checks that {@code min} lies below {@code max}, and rounds both to single precision, which is
   * what ONNX keeps.
   */
  public Clip {
    min = Shapes.single(min);
    max = Shapes.single(max);
    if (!(min < max)) {
      throw new IllegalArgumentException(
          "A Clip needs min < max. Received: min=%s, max=%s".formatted(min, max));
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
