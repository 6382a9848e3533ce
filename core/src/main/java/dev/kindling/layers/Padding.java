package dev.kindling.layers;

import dev.kindling.graph.Window;
import dev.kindling.tensor.Shape;
import java.util.Locale;

/** What surrounds a picture under a sliding window: Keras's {@code padding}. */
public enum Padding {
  /** Nothing: the window stays inside the picture. */
  VALID,
  /**
   * As much as gives {@code ceil(size / stride)} places; where that is odd, the bottom and the
   * right have one more than the top and the left (TensorFlow's rule).
   */
  SAME;

  /** The window over pictures of shape {@code (n, channels, height, width)}. */
  Window window(Extent size, Extent strides, Shape picture) {
    return window(size, strides, Extent.square(1), picture);
  }

  /** The window over pictures for a kernel whose neighbours are {@code dilation} apart in them. */
  Window window(Extent size, Extent strides, Extent dilation, Shape picture) {
    int height = Math.addExact(Math.multiplyExact(size.height() - 1, dilation.height()), 1);
    int width = Math.addExact(Math.multiplyExact(size.width() - 1, dilation.width()), 1);
    int rows = total(picture.size(2), height, strides.height());
    int columns = total(picture.size(3), width, strides.width());
    return new Window(
        size.height(),
        size.width(),
        strides.height(),
        strides.width(),
        new dev.kindling.graph.Padding(
            rows / 2, columns / 2, rows - rows / 2, columns - columns / 2));
  }

  private int total(int size, int window, int stride) {
    if (this == VALID) {
      return 0;
    }
    int places = (size + stride - 1) / stride;
    return Math.max((places - 1) * stride + window - size, 0);
  }

  /** Keras's name for it. */
  String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
