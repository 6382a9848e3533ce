package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * In training, sets a random share {@code rate} of the elements to 0 and multiplies the others by
 * {@code 1 / (1 - rate)}; in inference, changes nothing.
 */
public record Dropout(double rate) implements Op {
  /** Checks that {@code 0 <= rate < 1}. */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "The rate of a Dropout must be at least 0 and below 1. Received: rate=" + rate);
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
