package dev.kindling.layers;

import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;

/** How the numbers of a parameter begin, as Keras's initializers of the same names. */
public enum Initializer {
  /** Zeros. Draws nothing. */
  ZEROS,
  /**
   * Uniform within {@code ±sqrt(6 / (fan in + fan out))} (Glorot and Bengio, 2010), where the fans
   * are the numbers of weights by which one output depends on inputs, and one input acts on
   * outputs.
   */
  GLOROT_UNIFORM;

  /** A parameter at its beginning. */
  public Tensor draw(Shape shape, NumpyRandom random) {
    Tensor parameter = Tensor.zeros(shape);
    fill(parameter, random);
    return parameter;
  }

  /** Sets the numbers of a parameter: a matrix (in, out) or a kernel (out, in, height, width). */
  public void fill(Tensor parameter, NumpyRandom random) {
    float[] numbers = parameter.data();
    double limit = this == ZEROS ? 0 : glorotLimit(parameter.shape());
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = this == ZEROS ? 0 : (float) random.uniform(-limit, limit);
    }
  }

  private static double glorotLimit(Shape shape) {
    double window = shape.rank() == 4 ? (double) shape.size(2) * shape.size(3) : 1;
    double fans = window * shape.size(0) + window * shape.size(1);
    return Math.sqrt(6 / Math.max(2, fans));
  }
}
