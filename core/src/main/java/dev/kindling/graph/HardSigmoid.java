package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** {@code max(0, min(1, alpha * x + beta))}, element by element. */
public record HardSigmoid(double alpha, double beta) implements Op {
  /** Rounds to single precision, which is what ONNX keeps. */
  public HardSigmoid {
    alpha = Shapes.single(alpha);
    beta = Shapes.single(beta);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shapes.only(this, inputs);
  }
}
