package dev.kindling.metrics;

import dev.kindling.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The weighted mean of a score of each row. */
final class RowMean implements Metric.Count {

  /** The score of a row. */
  interface Score {

    /**
     * The score of a row.
     *
     * @param labels all labels; the row's begin at {@code label}, and are so many
     * @param scores all scores; the row's begin at {@code score}, and are so many
     */
    double of(float[] labels, int label, int labelColumns, float[] scores, int score, int columns);
  }

  /** How many labels a row has. */
  enum Labels {
    /** One, or one for each score. */
    EITHER,
    /** One for each score. */
    EACH,
    /** One: the number of the class. */
    ONE
  }

  private final String name;
  private final Labels kind;
  private final Score score;
  private double total;
  private double count;

  RowMean(String name, Labels kind, Score score) {
    this.name = name;
    this.kind = kind;
    this.score = score;
  }

  @Override
  public void add(Tensor labels, Tensor scores, @Nullable Tensor weights) {
    int columns = scores.shape().size(-1);
    int rows = scores.data().length / columns;
    int labelColumns = labels.data().length / rows;
    boolean one = labels.data().length == rows;
    boolean each = labels.data().length == scores.data().length;
    boolean fits =
        switch (kind) {
          case ONE -> one;
          case EACH -> each;
          case EITHER -> one || each;
        };
    if (!fits) {
      throw wrongLabels(
          name,
          kind == Labels.ONE ? "the number of a class for each row" : "a label for each score",
          labels,
          scores);
    }
    int rowsOfSample = rows / scores.shape().size(0);
    for (int row = 0; row < rows; row++) {
      double weight = weights == null ? 1 : weights.data()[row / rowsOfSample];
      total +=
          weight
              * score.of(
                  labels.data(),
                  row * labelColumns,
                  labelColumns,
                  scores.data(),
                  row * columns,
                  columns);
      count += weight;
    }
  }

  @Override
  public double result() {
    return count == 0 ? 0 : total / count;
  }

  @Override
  public double[] state() {
    return new double[] {total, count};
  }

  @Override
  public void restore(double... state) {
    requireNumbers(name, 2, state);
    total = state[0];
    count = state[1];
  }

  /** Checks that a state has so many numbers. */
  static void requireNumbers(String name, int numbers, double... state) {
    if (state.length != numbers) {
      throw new IllegalArgumentException(
          "What %s counts is %d numbers. Received: %d".formatted(name, numbers, state.length));
    }
  }

  static IllegalArgumentException wrongLabels(
      String name, String wanted, Tensor labels, Tensor scores) {
    return new IllegalArgumentException(
        "%s takes %s (metrics called sparse_ take numbers of classes, others a label for each score). Received: labels of shape %s, scores of shape %s"
            .formatted(name, wanted, labels.shape(), scores.shape()));
  }

  /** Checks that there is a label for each score. */
  static void requireLabelForEach(String name, Tensor labels, Tensor scores) {
    if (labels.data().length != scores.data().length) {
      throw wrongLabels(name, "a label for each score", labels, scores);
    }
  }

  /** The place of the greatest of some numbers, the first among equals. */
  static int greatest(float[] numbers, int from, int count) {
    int greatest = 0;
    for (int i = 1; i < count; i++) {
      if (numbers[from + i] > numbers[from + greatest]) {
        greatest = i;
      }
    }
    return greatest;
  }
}
