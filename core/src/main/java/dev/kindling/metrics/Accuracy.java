package dev.kindling.metrics;

import dev.kindling.tensor.Tensor;

/**
 * The share of samples that are predicted right: Keras's {@code "accuracy"}. With one column of
 * scores a prediction is whether it is above 0.5 ({@code binary_accuracy}); with several it is the
 * place of the greatest, the first among equals ({@code categorical_accuracy}).
 */
public record Accuracy() implements Metric {

  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public double total(Tensor labels, Tensor scores) {
    int rows = scores.shape().size(0);
    return correct(labels.data(), scores.data(), rows == 0 ? 1 : scores.data().length / rows);
  }

  /**
   * How many rows are predicted right.
   *
   * @param labels for one column 0 or 1 for each row, else rows whose greatest number is the
   *     class's
   * @param scores as many numbers as labels, row-major
   * @param columns the number of scores in a row
   */
  public static int correct(float[] labels, float[] scores, int columns) {
    if (labels.length != scores.length) {
      throw new IllegalArgumentException(
          "There must be as many labels as scores. Received: %d labels, %d scores"
              .formatted(labels.length, scores.length));
    }
    int correct = 0;
    for (int row = 0; row < scores.length; row += columns) {
      boolean right =
          columns == 1
              ? labels[row] == (scores[row] > 0.5f ? 1 : 0)
              : greatest(labels, row, columns) == greatest(scores, row, columns);
      correct += right ? 1 : 0;
    }
    return correct;
  }

  private static int greatest(float[] numbers, int from, int columns) {
    int greatest = 0;
    for (int i = 1; i < columns; i++) {
      if (numbers[from + i] > numbers[from + greatest]) {
        greatest = i;
      }
    }
    return greatest;
  }
}
