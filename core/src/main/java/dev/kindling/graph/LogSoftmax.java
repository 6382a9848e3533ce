package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** The logarithm of {@link Softmax}, along the last axis. */
public record LogSoftmax() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
