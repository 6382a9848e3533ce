package dev.kindling.metrics;

/**
 * The share of rows in which fewer than k scores are above that which the label names. Keras:
 * {@code SparseTopKCategoricalAccuracy}.
 *
 * @param k how many guesses there are, at least 1
 */
public record SparseTopKCategoricalAccuracy(int k) implements Metric {

  /** Checks that there is a guess. */
  public SparseTopKCategoricalAccuracy {
    TopKCategoricalAccuracy.requireGuess(k);
  }

  /** Five guesses. */
  public SparseTopKCategoricalAccuracy() {
    this(5);
  }

  @Override
  public String name() {
    return "sparse_top_k_categorical_accuracy";
  }

  @Override
  public Count begin() {
    return new RowMean(
        name(),
        RowMean.Labels.ONE,
        (labels, label, labelColumns, scores, score, columns) ->
            labels[label] >= 0 && labels[label] < columns
                ? TopKCategoricalAccuracy.row((int) labels[label], scores, score, columns, k)
                : 0);
  }
}
