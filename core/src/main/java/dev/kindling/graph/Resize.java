package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * Pictures {@code (n, channels, height, width)} enlarged by whole factors: each pixel repeated, or
 * between pixels' centres a straight line, beyond the outer ones the outer ones' numbers.
 *
 * @param rows by which the height is multiplied
 * @param columns by which the width is multiplied
 */
public record Resize(int rows, int columns, boolean linear) implements Op {
  /** Checks that both factors are at least 1. */
  public Resize {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "The factors of a Resize must be at least 1. Received: (%d, %d)"
              .formatted(rows, columns));
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape picture = Shapes.requireRank(this, "picture", Shapes.only(this, inputs), 4);
    return Shape.of(
        picture.size(0),
        picture.size(1),
        Math.multiplyExact(picture.size(2), rows),
        Math.multiplyExact(picture.size(3), columns));
  }
}
