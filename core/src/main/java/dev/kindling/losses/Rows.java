package dev.kindling.losses;

import dev.kindling.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The mean of a loss over the rows of an array, each weighted as its sample is. */
final class Rows {

  /** The loss of one row. */
  interface Row {

    /**
     * The loss of a row.
     *
     * @param row its number
     * @param from where its numbers begin
     * @param gradient the derivative of the row's loss by each of its numbers, to be written
     */
    double at(int row, int from, double[] gradient);
  }

  private Rows() {}

  /**
   * The sum of the weighted losses through the number of rows, as Keras takes a mean: weights of 2
   * make it twice as large.
   *
   * @param given what the loss is computed from, {@code (n, ..., columns)}
   * @param weights how much each sample counts, {@code (n)}; null where all count alike
   */
  static LossValue mean(Tensor given, @Nullable Tensor weights, Row loss) {
    int columns = given.shape().size(-1);
    int rows = given.data().length / columns;
    int rowsOfSample = rows / given.shape().size(0);
    float[] gradient = new float[given.data().length];
    double[] slope = new double[columns];
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      double weight = weights == null ? 1 : weights.data()[row / rowsOfSample];
      int from = row * columns;
      sum += weight * loss.at(row, from, slope);
      for (int i = 0; i < columns; i++) {
        gradient[from + i] = (float) (weight * slope[i] / rows);
      }
    }
    return new LossValue(sum / rows, Tensor.of(given.shape(), gradient));
  }

  static double sum(float[] numbers, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += numbers[i];
    }
    return sum;
  }
}
