package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * The greatest number of each channel: {@code (n, channels, height, width)} to {@code (n, channels,
 * 1, 1)}.
 */
public record GlobalMaxPool() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape picture = Shapes.requireRank(this, "picture", Shapes.only(this, inputs), 4);
    return Shape.of(picture.size(0), picture.size(1), 1, 1);
  }
}
