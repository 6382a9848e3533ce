package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * A two-dimensional convolution (cross-correlation, as all frameworks mean it). Inputs: pictures
 * {@code (n, channels, height, width)}, a kernel {@code (filters, channels, height, width)} of the
 * window's size, and a bias {@code (filters)}, which may be left out.
 */
public record Conv(Window window) implements Op {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shapes.requireInputs(this, inputs, 2, 3);
    Shape picture = Shapes.requireRank(this, "picture", inputs.get(0), 4);
    Shape kernel = Shapes.requireRank(this, "kernel", inputs.get(1), 4);
    if (kernel.size(1) != picture.size(1)
        || kernel.size(2) != window.height()
        || kernel.size(3) != window.width()) {
      throw new IllegalArgumentException(
          "Conv: the kernel must be (filters, %d, %d, %d). Received: %s"
              .formatted(picture.size(1), window.height(), window.width(), kernel));
    }
    if (inputs.size() == 3 && !inputs.get(2).equals(Shape.of(kernel.size(0)))) {
      throw new IllegalArgumentException(
          "Conv: the bias must be (%d,). Received: %s".formatted(kernel.size(0), inputs.get(2)));
    }
    return window.places(this, kernel.size(0), picture);
  }
}
