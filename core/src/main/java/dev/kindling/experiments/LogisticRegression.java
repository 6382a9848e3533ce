package dev.kindling.experiments;

import java.util.Arrays;

/**
 * Multinomial logistic regression with an L2 penalty, as scikit-learn's {@code LogisticRegression}
 * defines it: the sum over the samples of the cross-entropy, times C, plus half the sum of the
 * squared weights. The intercepts are not penalized. Two classes have one logit, that of the
 * second.
 *
 * @param weights {@code [logit][feature]}
 * @param intercepts of each logit
 */
@SuppressWarnings("ArrayRecordComponent")
record LogisticRegression(double[][] weights, double[] intercepts) {

  /** Of the gradient of the mean loss: scikit-learn's own is 1e-4. */
  private static final double TOLERANCE = 1e-5;

  /** Nothing learnt yet: where a search may begin. */
  static LogisticRegression zero(int features, int classes) {
    int logits = classes == 2 ? 1 : classes;
    return new LogisticRegression(new double[logits][features], new double[logits]);
  }

  /**
   * The regression of some samples.
   *
   * @param x features, {@code [sample][feature]}, best standardized
   * @param y the class of each sample
   * @param c the inverse of the penalty's strength
   * @param start where the search begins; one for a nearby C saves most of it
   */
  static LogisticRegression fit(double[][] x, int[] y, double c, LogisticRegression start) {
    double penalty = 1 / (c * x.length);
    int features = start.weights[0].length;
    double[] found =
        new Lbfgs((point, gradient) -> of(point, features).loss(x, y, penalty, gradient), TOLERANCE)
            .from(start.flat());
    return of(found, features);
  }

  private static LogisticRegression of(double[] flat, int features) {
    int logits = flat.length / (features + 1);
    double[][] weights = new double[logits][];
    for (int k = 0; k < logits; k++) {
      weights[k] = Arrays.copyOfRange(flat, k * features, (k + 1) * features);
    }
    return new LogisticRegression(
        weights, Arrays.copyOfRange(flat, logits * features, flat.length));
  }

  private double[] flat() {
    int features = weights[0].length;
    double[] flat = new double[weights.length * (features + 1)];
    for (int k = 0; k < weights.length; k++) {
      System.arraycopy(weights[k], 0, flat, k * features, features);
      flat[weights.length * features + k] = intercepts[k];
    }
    return flat;
  }

  private double loss(double[][] x, int[] y, double penalty, double[] gradient) {
    int features = weights[0].length;
    int logits = weights.length;
    Arrays.fill(gradient, 0);
    double loss = 0;
    double[] scores = new double[logits];
    for (int i = 0; i < x.length; i++) {
      loss += loss(x[i], y[i], scores);
      for (int k = 0; k < logits; k++) {
        double error = (scores[k] - target(k, y[i])) / x.length;
        int at = k * features;
        for (int j = 0; j < features; j++) {
          gradient[at + j] += error * x[i][j];
        }
        gradient[logits * features + k] += error;
      }
    }
    loss /= x.length;
    for (int k = 0; k < logits; k++) {
      loss += penalty / 2 * Lbfgs.dot(weights[k], weights[k]);
      for (int j = 0; j < features; j++) {
        gradient[k * features + j] += penalty * weights[k][j];
      }
    }
    return loss;
  }

  private double target(int logit, int y) {
    return weights.length == 1 ? y : logit == y ? 1 : 0;
  }

  /** The cross-entropy of a sample; its scores are written into the array. */
  double loss(double[] x, int y, double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < scores.length; k++) {
      scores[k] = intercepts[k] + Lbfgs.dot(weights[k], x);
      largest = Math.max(largest, scores[k]);
    }
    if (scores.length == 1) {
      double z = scores[0];
      scores[0] = 1 / (1 + Math.exp(-z));
      // log(1 + exp(-|z|)), and |z| where the sign is wrong.
      return Math.log1p(Math.exp(-Math.abs(z))) + Math.max(0, y == 1 ? -z : z);
    }
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - largest);
    }
    double loss = Math.log(sum) + largest - scores[y];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = Math.exp(scores[k] - largest) / sum;
    }
    return loss;
  }
}
