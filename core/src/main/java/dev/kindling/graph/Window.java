package dev.kindling.graph;

import dev.kindling.tensor.Shape;

/**
 * A window that slides over a picture: its size, the step between two places, and the padding
 * around the picture, all in pixels. Only places where the whole window fits count.
 */
public record Window(int height, int width, int strideHeight, int strideWidth, Padding padding) {

  /** Checks that sizes and strides are at least 1. */
  public Window {
    if (height < 1 || width < 1 || strideHeight < 1 || strideWidth < 1) {
      throw new IllegalArgumentException(
          "The size and strides of a window must be at least 1. Received: size (%d, %d), strides (%d, %d)"
              .formatted(height, width, strideHeight, strideWidth));
    }
  }

  /** The number of places of the window from top to bottom and from left to right. */
  Shape places(Op op, int channels, Shape picture) {
    int rows = picture.size(2) + padding.top() + padding.bottom() - height;
    int columns = picture.size(3) + padding.left() + padding.right() - width;
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "%s: a window of (%d, %d) does not fit into pictures of (%d, %d)."
              .formatted(op.name(), height, width, picture.size(2), picture.size(3)));
    }
    return Shape.of(picture.size(0), channels, rows / strideHeight + 1, columns / strideWidth + 1);
  }
}
