package dev.kindling.regression;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Multinomial logistic regression with an L2 penalty, as scikit-learn's {@code LogisticRegression}
 * defines it on standardized features: the sum over the samples of the cross-entropy, times C, plus
 * half the sum of the squared weights. The intercepts are not penalized. Two classes have one
 * logit, that of the second.
 *
 * @param weights {@code [logit][feature]}
 * @param intercepts of each logit
 */
@SuppressWarnings("ArrayRecordComponent")
public record LogisticRegression(double[][] weights, double[] intercepts) {

  /** Closer than scikit-learn's 1e-4. */
  private static final double TOLERANCE = 1e-5;

  /**
   * The regression of samples, for features as they were before they were standardized.
   *
   * @param c the inverse of the penalty's strength
   * @param threads how many threads compute
   * @param enough asked now and then; once it is true, it is what has been found until then
   */
  public static LogisticRegression fit(
      Samples samples, double c, int threads, BooleanSupplier enough) {
    double[] weights = new double[samples.samples()];
    Arrays.setAll(weights, samples::weight);
    try (Regressions one = new Regressions(samples, List.of(weights), threads)) {
      return samples.scaling().into(one.fit(c, one.zeros(), TOLERANCE, enough).get(0));
    }
  }

  /** Nothing learnt yet: where a search may begin. */
  static LogisticRegression zero(int features, int classes) {
    int logits = classes == 2 ? 1 : classes;
    return new LogisticRegression(new double[logits][features], new double[logits]);
  }

  static LogisticRegression of(double[] flat, int features) {
    int logits = flat.length / (features + 1);
    double[][] weights = new double[logits][];
    for (int k = 0; k < logits; k++) {
      weights[k] = Arrays.copyOfRange(flat, k * features, (k + 1) * features);
    }
    return new LogisticRegression(
        weights, Arrays.copyOfRange(flat, logits * features, flat.length));
  }

  double[] flat() {
    int features = weights[0].length;
    double[] flat = new double[weights.length * (features + 1)];
    for (int k = 0; k < weights.length; k++) {
      System.arraycopy(weights[k], 0, flat, k * features, features);
      flat[weights.length * features + k] = intercepts[k];
    }
    return flat;
  }

  /**
   * The cross-entropy of a sample.
   *
   * @param logits one for each class; a single one is that of the second of two classes
   */
  static double loss(float[] logits, int actual) {
    if (logits.length == 1) {
      double z = logits[0];
      return loss(z, Math.exp(-Math.abs(z)), actual);
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    return Math.log(sum) + largest - logits[actual];
  }

  /** The same by the logit z of the second of two classes, and exp(-|z|). */
  static double loss(double z, double power, int actual) {
    // log(1 + exp(-|z|)), and |z| where the sign is wrong.
    return Math.log1p(power) + Math.max(0, actual == 1 ? -z : z);
  }
}
