package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** Pictures {@code (n, channels, height, width)} without some of their outer rows and columns. */
public record Slice(Padding cut) implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape picture = Shapes.requireRank(this, "picture", Shapes.only(this, inputs), 4);
    int rows = picture.size(2) - cut.top() - cut.bottom();
    int columns = picture.size(3) - cut.left() - cut.right();
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "Slice: nothing is left of %s without %s".formatted(picture, cut));
    }
    return Shape.of(picture.size(0), picture.size(1), rows, columns);
  }
}
