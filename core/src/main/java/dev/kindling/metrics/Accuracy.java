package dev.kindling.metrics;

/**
 * The share of predictions that are right, by the shapes of what it is given: Keras's {@code
 * "accuracy"}. With one column of scores it is {@link BinaryAccuracy}; with several it is {@link
 * CategoricalAccuracy}, or {@link SparseCategoricalAccuracy} where there is one label for each row.
 */
public record Accuracy() implements Metric {

  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public Count begin() {
    return new RowMean(
        name(),
        RowMean.Labels.EITHER,
        (labels, label, labelColumns, scores, score, columns) -> {
          if (columns == 1) {
            return BinaryAccuracy.row(labels, label, scores, score, 1, 0.5f);
          }
          return labelColumns == 1
              ? SparseCategoricalAccuracy.row(labels, label, scores, score, columns)
              : CategoricalAccuracy.row(labels, label, scores, score, columns);
        });
  }
}
