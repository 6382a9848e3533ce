package dev.kindling.layers;

import dev.kindling.tensor.Shape;

/**
 * What a model takes: the shape of one sample, as {@code (150, 150, 3)} for pictures of height,
 * width and channels, or {@code (512)} for rows of features. Keras: {@code Input}, {@code
 * InputLayer}.
 *
 * @param shape the sizes without the batch axis
 */
public record Input(Shape shape) {

  /** Checks that the shape is that of pictures or of rows. */
  public Input {
    boolean known = shape.isFixed() && (shape.rank() == 1 || shape.rank() == 3);
    if (!known || shape.elements() == 0) {
      throw new IllegalArgumentException(
          "A model takes pictures (height, width, channels) or rows (features), none of them 0."
              + " Received: "
              + shape);
    }
  }

  /** The sizes of one sample. */
  public Input(int... sizes) {
    this(Shape.of(sizes));
  }
}
