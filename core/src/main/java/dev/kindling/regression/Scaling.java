package dev.kindling.regression;

import java.util.function.IntFunction;

/**
 * Each feature less its mean, over its standard deviation. A feature that is always the same
 * becomes 0. scikit-learn: {@code StandardScaler}.
 *
 * @param means of each feature
 * @param deviations of each feature; 1 for one that is always the same
 */
@SuppressWarnings("ArrayRecordComponent")
record Scaling(double[] means, double[] deviations) {

  /**
   * That of some samples.
   *
   * @param weights how much each counts; those that count nothing are not asked for
   */
  static Scaling of(int samples, IntFunction<float[]> rows, double[] weights) {
    double total = 0;
    double[] means = new double[0];
    double[] squares = new double[0];
    for (int i = 0; i < samples; i++) { // Welford's, as West (1979) has it for weights
      if (weights[i] == 0) {
        continue;
      }
      float[] row = rows.apply(i);
      if (total == 0) {
        means = new double[row.length];
        squares = new double[row.length];
      }
      total += weights[i];
      add(row, weights[i], total, means, squares);
    }
    double[] deviations = new double[means.length];
    for (int j = 0; j < means.length; j++) {
      deviations[j] = squares[j] == 0 ? 1 : Math.sqrt(squares[j] / total);
    }
    return new Scaling(means, deviations);
  }

  private static void add(
      float[] row, double weight, double total, double[] means, double[] squares) {
    for (int j = 0; j < row.length; j++) {
      double distance = row[j] - means[j];
      means[j] += distance * weight / total;
      squares[j] += weight * distance * (row[j] - means[j]);
    }
  }

  /** A sample, standardized. */
  float[] scaled(float[] row) {
    float[] scaled = new float[row.length];
    for (int j = 0; j < row.length; j++) {
      scaled[j] = (float) ((row[j] - means[j]) / deviations[j]);
    }
    return scaled;
  }

  /** The regression that makes of features as they are what this one makes of standardized ones. */
  LogisticRegression into(LogisticRegression regression) {
    int logits = regression.intercepts().length;
    double[][] weights = new double[logits][means.length];
    double[] intercepts = regression.intercepts().clone();
    for (int k = 0; k < logits; k++) {
      for (int j = 0; j < means.length; j++) {
        weights[k][j] = regression.weights()[k][j] / deviations[j];
        intercepts[k] -= weights[k][j] * means[j];
      }
    }
    return new LogisticRegression(weights, intercepts);
  }
}
