package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * {@code scale * (x - mean) / sqrt(variance + epsilon) + bias}, where mean and variance are those
 * of each row along the last axis. Inputs: a value, then scale and bias, as long as the last axis.
 */
public record LayerNormalization(double epsilon) implements Op {
  /** Rounds to single precision, which is what ONNX keeps. */
  public LayerNormalization {
    epsilon = Shapes.single(epsilon);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shapes.requireInputs(this, inputs, 3, 3);
    Shape row = Shape.of(inputs.get(0).size(-1));
    if (!inputs.get(1).equals(row) || !inputs.get(2).equals(row)) {
      throw new IllegalArgumentException(
          "LayerNormalization: scale and bias must be %s. Received: %s"
              .formatted(row, inputs.subList(1, 3)));
    }
    return inputs.get(0);
  }
}
