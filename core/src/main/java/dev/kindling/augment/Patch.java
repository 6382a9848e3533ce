package dev.kindling.augment;

import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;

/**
 * A rectangle of each picture replaced by that of the one before: what {@link CutMix} draws.
 *
 * @param top the first row that is replaced
 * @param left the first column
 * @param bottom the row after the last one; as {@code top} if nothing is replaced
 * @param right the column after the last one; as {@code left} if nothing is replaced
 * @param lambda the part of the picture that is not replaced, from 0 to 1
 */
public record Patch(int top, int left, int bottom, int right, double lambda) implements Mixture {

  /** The rectangle of pictures of a size. */
  static Patch of(int top, int left, int bottom, int right, int height, int width) {
    double area = (double) (bottom - top) * (right - left);
    return new Patch(top, left, bottom, right, 1 - area / ((double) height * width));
  }

  @Override
  public Tensor pictures(Tensor x) {
    Shape shape = x.shape();
    int number = shape.size(0);
    int height = shape.size(1);
    int rowLength = shape.size(2) * shape.size(3);
    Tensor mixed = Tensor.of(shape, x.data().clone());
    for (int i = 0; i < number; i++) {
      int previous = (i + number - 1) % number;
      for (int y = top; y < bottom; y++) {
        int column = left * shape.size(3);
        System.arraycopy(
            x.data(),
            (previous * height + y) * rowLength + column,
            mixed.data(),
            (i * height + y) * rowLength + column,
            (right - left) * shape.size(3));
      }
    }
    return mixed;
  }
}
