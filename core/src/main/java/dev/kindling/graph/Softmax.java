package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** {@code exp(x) / sum(exp(x))} along the last axis. */
public record Softmax() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
