package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** Rows and columns of zeros put around pictures {@code (n, channels, height, width)}. */
public record Pad(Padding padding) implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape picture = Shapes.requireRank(this, "picture", Shapes.only(this, inputs), 4);
    return Shape.of(
        picture.size(0),
        picture.size(1),
        Math.addExact(picture.size(2), padding.top() + padding.bottom()),
        Math.addExact(picture.size(3), padding.left() + padding.right()));
  }
}
