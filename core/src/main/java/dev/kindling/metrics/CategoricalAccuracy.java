package dev.kindling.metrics;

/**
 * The share of rows whose greatest score, the first among equals, is where the greatest label is.
 * Keras: {@code CategoricalAccuracy}.
 */
public record CategoricalAccuracy() implements Metric {

  @Override
  public String name() {
    return "categorical_accuracy";
  }

  @Override
  public Count begin() {
    return new RowMean(
        name(),
        RowMean.Labels.EACH,
        (labels, label, labelColumns, scores, score, columns) ->
            row(labels, label, scores, score, columns));
  }

  static double row(float[] labels, int label, float[] scores, int score, int columns) {
    boolean right =
        RowMean.greatest(labels, label, columns) == RowMean.greatest(scores, score, columns);
    return right ? 1 : 0;
  }
}
