package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * {@code scale * (x - mean) / sqrt(variance + epsilon) + bias}, each channel by numbers of its own.
 * Inputs: a value whose second axis is the channels, then scale, bias, mean and variance, {@code
 * (channels)} each.
 *
 * <p>In training, as long as the node's mean is trained, mean and variance are those of the batch,
 * and the mean and variance that were given move towards them: {@code moved = momentum * given + (1
 * - momentum) * batch}. Otherwise, as in inference, they are the given ones.
 */
public record BatchNormalization(double epsilon, double momentum) implements Op {
  /** Rounds to single precision, which is what ONNX keeps. */
  public BatchNormalization {
    epsilon = Shapes.single(epsilon);
    momentum = Shapes.single(momentum);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shapes.requireInputs(this, inputs, 5, 5);
    Shape value = inputs.get(0);
    if (value.rank() < 2) {
      throw new IllegalArgumentException(
          "BatchNormalization takes a value with channels. Received: " + value);
    }
    Shape channels = Shape.of(value.size(1));
    if (!inputs.subList(1, 5).stream().allMatch(channels::equals)) {
      throw new IllegalArgumentException(
          "BatchNormalization: scale, bias, mean and variance must be %s. Received: %s"
              .formatted(channels, inputs.subList(1, 5)));
    }
    return value;
  }
}
