package dev.kindling.augment;

import dev.kindling.tensor.Tensor;

/**
 * Each picture of a batch mixed with the one before it, the first one with the last, and their
 * labels in the same proportion; as drawn.
 */
public sealed interface Mixture permits Blend, Patch {

  /** The mixed pictures, {@code (n, height, width, channels)}; the given ones are not changed. */
  Tensor pictures(Tensor x);

  /** The part that each picture keeps of its own label. */
  double lambda();

  /**
   * The mixed labels; the given ones are not changed.
   *
   * @param y {@code (n)}, the probability of the second of two classes, or {@code (n, classes)},
   *     the probability of each class
   */
  default Tensor labels(Tensor y) {
    return Blend.withPrevious(y, lambda());
  }
}
