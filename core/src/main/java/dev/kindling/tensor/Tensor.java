package dev.kindling.tensor;

/**
 * A dense array of 32-bit floats with a shape, in row-major order (the last axis runs fastest), as
 * NumPy's {@code float32} arrays are.
 *
 * <p>Pictures are {@code (height, width, channels)}, batches of them {@code (n, height, width,
 * channels)}. The data is shared, not copied: whoever holds the tensor may change its elements.
 */
public final class Tensor {

  private final Shape shape;
  private final float[] data;

  private Tensor(Shape shape, float[] data) {
    this.shape = shape;
    this.data = data;
  }

  /**
   * A tensor over the given elements, which are not copied.
   *
   * @throws IllegalArgumentException if their number is not that of the shape
   */
  public static Tensor of(Shape shape, float[] data) {
    if (shape.elements() != data.length) {
      throw new IllegalArgumentException(
          "A tensor of shape %s has %d elements. Received: %d"
              .formatted(shape, shape.elements(), data.length));
    }
    return new Tensor(shape, data);
  }

  /** A tensor of zeros. */
  public static Tensor zeros(int... sizes) {
    return zeros(Shape.of(sizes));
  }

  /** A tensor of zeros. */
  public static Tensor zeros(Shape shape) {
    return new Tensor(shape, new float[Math.toIntExact(shape.elements())]);
  }

  /** The sizes along the axes. */
  public Shape shape() {
    return shape;
  }

  /** The elements themselves, in row-major order: not a copy. */
  public float[] data() {
    return data;
  }

  /** The same elements under another shape with as many elements. */
  public Tensor reshape(int... sizes) {
    return of(Shape.of(sizes), data);
  }

  @Override
  public String toString() {
    return "Tensor" + shape;
  }
}
