package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** The mean of each place of a window, channel by channel; padding does not count. */
public record AveragePool(Window window) implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape picture = Shapes.requireRank(this, "picture", Shapes.only(this, inputs), 4);
    return window.places(this, picture.size(1), picture);
  }
}
