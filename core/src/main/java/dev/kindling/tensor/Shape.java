package dev.kindling.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The size of an array along each of its axes, outermost first, as {@code (32, 150, 150, 3)}.
 *
 * <p>An axis may be {@link #FREE}: its size is not known yet, as the batch axis of a network that
 * takes any number of pictures (Keras writes {@code None} for it).
 */
public final class Shape {

  /** The size of an axis that is left open. */
  public static final int FREE = -1;

  private final int[] sizes;

  private Shape(int[] sizes) {
    this.sizes = sizes;
  }

  /**
   * The shape with these sizes.
   *
   * @throws IllegalArgumentException if a size is negative and not {@link #FREE}
   */
  public static Shape of(int... sizes) {
    for (int size : sizes) {
      if (size < 0 && size != FREE) {
        throw new IllegalArgumentException(
            "A size in a shape must not be negative. Received: " + Arrays.toString(sizes));
      }
    }
    return new Shape(sizes.clone());
  }

  /** The number of axes; 0 for a single number. */
  public int rank() {
    return sizes.length;
  }

  /** The size along an axis; a negative axis counts from the end, as in NumPy. */
  public int size(int axis) {
    return sizes[axis < 0 ? sizes.length + axis : axis];
  }

  /** The sizes, outermost first, as a new array. */
  public int[] toArray() {
    return sizes.clone();
  }

  /** Whether every axis has a known size. */
  public boolean isFixed() {
    return Arrays.stream(sizes).noneMatch(size -> size == FREE);
  }

  /**
   * The number of elements.
   *
   * @throws IllegalStateException if an axis is {@link #FREE}
   */
  public long elements() {
    if (!isFixed()) {
      throw new IllegalStateException("The shape " + this + " has no fixed number of elements.");
    }
    long elements = 1;
    for (int size : sizes) {
      elements = Math.multiplyExact(elements, (long) size);
    }
    return elements;
  }

  /** This shape with another size along its outermost axis. */
  public Shape withBatch(int size) {
    int[] changed = sizes.clone();
    changed[0] = size;
    return of(changed);
  }

  /** This shape without its outermost axis: the shape of one element of a batch. */
  public Shape withoutBatch() {
    return new Shape(Arrays.copyOfRange(sizes, 1, sizes.length));
  }

  /** This shape with one more axis in front. */
  public Shape prepend(int size) {
    int[] longer = new int[sizes.length + 1];
    longer[0] = size;
    System.arraycopy(sizes, 0, longer, 1, sizes.length);
    return of(longer);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(sizes, that.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** As Python writes it, with {@code None} for a free axis: {@code (None, 150, 150, 3)}. */
  @Override
  public String toString() {
    String inside =
        Arrays.stream(sizes)
            .mapToObj(size -> size == FREE ? "None" : Integer.toString(size))
            .collect(Collectors.joining(", "));
    return "(" + inside + (sizes.length == 1 ? ",)" : ")");
  }
}
