package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/** What the operators check of the shapes that they are given. */
final class Shapes {

  private Shapes() {}

  /** The number with the fewest decimals that is the same one in single precision. */
  static double single(double number) {
    return Double.parseDouble(Float.toString((float) number));
  }

  static void requireInputs(Op op, List<Shape> inputs, int least, int most) {
    if (inputs.size() < least || inputs.size() > most) {
      throw new IllegalArgumentException(
          "%s takes %s inputs. Received: %d"
              .formatted(op.name(), least == most ? least : least + " to " + most, inputs.size()));
    }
  }

  static Shape requireRank(Op op, String what, Shape shape, int rank) {
    if (shape.rank() != rank) {
      throw new IllegalArgumentException(
          "%s takes a %s with %d axes. Received: %s".formatted(op.name(), what, rank, shape));
    }
    return shape;
  }

  /** The shape of one input to an operator that works element by element. */
  static Shape only(Op op, List<Shape> inputs) {
    requireInputs(op, inputs, 1, 1);
    return inputs.get(0);
  }

  /** NumPy's broadcasting of two shapes. */
  static Shape broadcast(Op op, List<Shape> inputs) {
    requireInputs(op, inputs, 2, 2);
    Shape a = inputs.get(0);
    Shape b = inputs.get(1);
    int rank = Math.max(a.rank(), b.rank());
    int[] sizes = new int[rank];
    for (int back = 1; back <= rank; back++) {
      int sizeA = back > a.rank() ? 1 : a.size(-back);
      int sizeB = back > b.rank() ? 1 : b.size(-back);
      if (sizeA != sizeB && sizeA != 1 && sizeB != 1) {
        throw new IllegalArgumentException(
            "%s cannot broadcast %s with %s".formatted(op.name(), a, b));
      }
      sizes[rank - back] = sizeA == 1 ? sizeB : sizeA;
    }
    return Shape.of(sizes);
  }
}
