package dev.kindling.metrics;

/**
 * The share of scores that are above a threshold where the label is 1, and not above it where it is
 * 0. Keras: {@code BinaryAccuracy}.
 *
 * @param threshold a score above it is a yes
 */
public record BinaryAccuracy(double threshold) implements Metric {

  /** A score above a half is a yes. */
  public BinaryAccuracy() {
    this(0.5);
  }

  @Override
  public String name() {
    return "binary_accuracy";
  }

  @Override
  public Count begin() {
    return new RowMean(
        name(),
        RowMean.Labels.EACH,
        (labels, label, labelColumns, scores, score, columns) ->
            row(labels, label, scores, score, columns, (float) threshold));
  }

  static double row(
      float[] labels, int label, float[] scores, int score, int columns, float threshold) {
    double right = 0;
    for (int i = 0; i < columns; i++) {
      right += labels[label + i] == (scores[score + i] > threshold ? 1 : 0) ? 1 : 0;
    }
    return right / columns;
  }
}
