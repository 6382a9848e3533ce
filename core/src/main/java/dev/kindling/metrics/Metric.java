package dev.kindling.metrics;

import dev.kindling.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A score of predictions, counted batch after batch. */
public interface Metric {

  /** Keras's name of it, as {@code accuracy}. */
  String name();

  /** A new count, of no samples. */
  Count begin();

  /** What has been counted of some batches. */
  interface Count {

    /**
     * Counts a batch.
     *
     * @param labels {@code (n)} or {@code (n, columns)}
     * @param scores what the network gives, {@code (n, columns)}
     * @param weights how much each sample counts, {@code (n)}; null where all count alike
     */
    void add(Tensor labels, Tensor scores, @Nullable Tensor weights);

    /** The score of all that was counted; 0 of nothing, as in Keras. */
    double result();

    /** All that was counted, as numbers: what {@link #restore} goes on from. */
    double[] state();

    /**
     * Goes on from what another count of the same metric had counted.
     *
     * @throws IllegalArgumentException if these are not as many numbers as this metric counts
     */
    void restore(double... state);
  }
}
