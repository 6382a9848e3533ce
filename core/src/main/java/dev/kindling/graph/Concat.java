package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** Values put one behind another along an axis; the other axes are alike. */
public record Concat(int axis) implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shapes.requireInputs(this, inputs, 1, Integer.MAX_VALUE);
    Shape first = inputs.get(0);
    if (axis < 1 || axis >= first.rank()) {
      throw new IllegalArgumentException(
          "Concat: there is no axis %d behind the batch axis of %s".formatted(axis, first));
    }
    int total = 0;
    for (Shape input : inputs) {
      if (input.rank() != first.rank() || !with(input, 1).equals(with(first, 1))) {
        throw new IllegalArgumentException(
            "Concat: all axes but %d must be alike. Received: %s".formatted(axis, inputs));
      }
      total = Math.addExact(total, input.size(axis));
    }
    return with(first, total);
  }

  private Shape with(Shape shape, int size) {
    int[] sizes = shape.toArray();
    sizes[axis] = size;
    return Shape.of(sizes);
  }
}
