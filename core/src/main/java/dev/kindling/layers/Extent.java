package dev.kindling.layers;

/**
 * A size or a step in rows and columns, as Keras's {@code (3, 3)}.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record Extent(int height, int width) {

  /** Checks that both are at least 1. */
  public Extent {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "A size or a step must be at least 1. Received: (%d, %d)".formatted(height, width));
    }
  }

  /** As many rows as columns. */
  static Extent square(int size) {
    return new Extent(size, size);
  }
}
