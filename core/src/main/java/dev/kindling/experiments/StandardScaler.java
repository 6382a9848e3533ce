package dev.kindling.experiments;

/**
 * Each feature less its mean, over its standard deviation, both of the training samples. A feature
 * that is always the same becomes 0. scikit-learn: {@code StandardScaler}.
 *
 * @param means of each feature
 * @param deviations of each feature; 1 for one that is always the same
 */
@SuppressWarnings("ArrayRecordComponent")
record StandardScaler(double[] means, double[] deviations) {

  static StandardScaler of(double[][] x) {
    int features = x[0].length;
    double[] means = new double[features];
    double[] squares = new double[features];
    for (double[] row : x) {
      for (int j = 0; j < features; j++) {
        means[j] += row[j] / x.length;
      }
    }
    for (double[] row : x) {
      for (int j = 0; j < features; j++) {
        squares[j] += (row[j] - means[j]) * (row[j] - means[j]) / x.length;
      }
    }
    double[] deviations = new double[features];
    for (int j = 0; j < features; j++) {
      deviations[j] = squares[j] == 0 ? 1 : Math.sqrt(squares[j]);
    }
    return new StandardScaler(means, deviations);
  }

  /** Standardizes samples where they lie. */
  void apply(double[][] x) {
    for (double[] row : x) {
      for (int j = 0; j < row.length; j++) {
        row[j] = (row[j] - means[j]) / deviations[j];
      }
    }
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
