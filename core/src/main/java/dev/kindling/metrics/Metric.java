package dev.kindling.metrics;

import dev.kindling.tensor.Tensor;

/** A score of predictions that is a mean over samples. */
public interface Metric {

  /** Keras's name of it, as {@code accuracy}. */
  String name();

  /**
   * The sum of the samples' scores; divided by the number of samples it is the score.
   *
   * @param labels {@code (n)} or {@code (n, columns)}
   * @param scores what the network gives, {@code (n, columns)}
   */
  double total(Tensor labels, Tensor scores);
}
