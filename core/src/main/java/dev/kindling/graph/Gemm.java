package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * A matrix product: inputs {@code (n, k)}, a matrix {@code (k, m)}, and a bias {@code (m)}, which
 * may be left out; the result is {@code (n, m)}.
 */
public record Gemm() implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shapes.requireInputs(this, inputs, 2, 3);
    Shape rows = Shapes.requireRank(this, "value", inputs.get(0), 2);
    Shape matrix = Shapes.requireRank(this, "matrix", inputs.get(1), 2);
    if (rows.size(1) != matrix.size(0)) {
      throw new IllegalArgumentException(
          "Gemm: the matrix must have %d rows. Received: %s".formatted(rows.size(1), matrix));
    }
    if (inputs.size() == 3 && !inputs.get(2).equals(Shape.of(matrix.size(1)))) {
      throw new IllegalArgumentException(
          "Gemm: the bias must be (%d,). Received: %s".formatted(matrix.size(1), inputs.get(2)));
    }
    return Shape.of(rows.size(0), matrix.size(1));
  }
}
