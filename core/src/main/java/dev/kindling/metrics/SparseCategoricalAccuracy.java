package dev.kindling.metrics;

/**
 * The share of rows whose greatest score, the first among equals, is at the place that the label
 * names. Keras: {@code SparseCategoricalAccuracy}.
 */
public record SparseCategoricalAccuracy() implements Metric {

  @Override
  public String name() {
    return "sparse_categorical_accuracy";
  }

  @Override
  public Count begin() {
    return new RowMean(
        name(),
        RowMean.Labels.ONE,
        (labels, label, labelColumns, scores, score, columns) ->
            row(labels, label, scores, score, columns));
  }

  static double row(float[] labels, int label, float[] scores, int score, int columns) {
    return labels[label] == RowMean.greatest(scores, score, columns) ? 1 : 0;
  }
}
