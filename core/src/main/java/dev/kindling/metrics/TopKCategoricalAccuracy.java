package dev.kindling.metrics;

/**
 * The share of rows in which fewer than k scores are above that of the greatest label. Keras:
 * {@code TopKCategoricalAccuracy}.
 *
 * @param k how many guesses there are, at least 1
 */
public record TopKCategoricalAccuracy(int k) implements Metric {

  /** Checks that there is a guess. */
  public TopKCategoricalAccuracy {
    requireGuess(k);
  }

  /** Five guesses. */
  public TopKCategoricalAccuracy() {
    this(5);
  }

  static void requireGuess(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1. Received: k=" + k);
    }
  }

  @Override
  public String name() {
    return "top_k_categorical_accuracy";
  }

  @Override
  public Count begin() {
    return new RowMean(
        name(),
        RowMean.Labels.EACH,
        (labels, label, labelColumns, scores, score, columns) ->
            row(RowMean.greatest(labels, label, columns), scores, score, columns, k));
  }

  static double row(int actual, float[] scores, int score, int columns, int k) {
    float own = scores[score + actual];
    int above = 0;
    for (int i = 0; i < columns; i++) {
      above += scores[score + i] > own ? 1 : 0;
    }
    return above < k ? 1 : 0;
  }
}
