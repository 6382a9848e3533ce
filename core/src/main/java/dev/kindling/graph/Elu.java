package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** {@code x} where it is positive, else {@code alpha * (exp(x) - 1)}, element by element. */
public record Elu(double alpha) implements Op {
  /** Rounds to single precision, which is what ONNX keeps. */
  public Elu {
    alpha = Shapes.single(alpha);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
