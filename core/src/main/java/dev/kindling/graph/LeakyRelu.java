package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** {@code x} where it is positive, else {@code alpha * x}, element by element. */
public record LeakyRelu(double alpha) implements Op {
  /** Rounds to single precision, which is what ONNX keeps. */
  public LeakyRelu {
    alpha = Shapes.single(alpha);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
