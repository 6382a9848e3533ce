package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * In training, adds random numbers of a normal distribution around 0; in inference, changes
 * nothing. ONNX has no such operator; there it is an Identity whose documentation says what
 * training does.
 */
public record GaussianNoise(double stddev) implements Op {
  /** Checks that {@code stddev} is not negative. */
  public GaussianNoise {
    if (!(stddev >= 0)) {
      throw new IllegalArgumentException(
          "The stddev of a GaussianNoise must be at least 0. Received: stddev=" + stddev);
    }
  }

  @Override
  public String name() {
    return "Identity";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
