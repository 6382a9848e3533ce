package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * The same numbers in the same row-major order under other axes.
 *
 * @param sizes those of each row: all axes but the outermost
 */
public record Reshape(Shape sizes) implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Shapes.only(this, inputs);
    if (!sizes.isFixed() || sizes.elements() != input.withoutBatch().elements()) {
      throw new IllegalArgumentException(
          "Reshape: %s does not hold the numbers of each row of %s".formatted(sizes, input));
    }
    return sizes.prepend(input.size(0));
  }
}
