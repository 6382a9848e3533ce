package dev.kindling.optimizers;

/**
 * How weights move by their gradients: Keras's optimizer of the same name, as a record of its
 * options. What it remembers of a parameter between steps stands in arrays that its caller keeps.
 */
public sealed interface Optimizer permits RMSprop, SGD {

  /** Keras's name of the kind, as {@code RMSprop}. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** The size of a step. */
  double learningRate();

  /** How many numbers are remembered for each weight. */
  int slots();

  /**
   * Moves the weights of one parameter by one step.
   *
   * @param weights changed in place
   * @param gradients as many
   * @param slots {@link #slots()} arrays as long, zeros before the first step; changed in place
   */
  void update(float[] weights, float[] gradients, float[][] slots);
}
