package dev.kindling.regression;

import java.util.Arrays;
import java.util.List;

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
   */
  public static LogisticRegression fit(Samples samples, double c, int threads) {
    double[] weights = new double[samples.samples()];
    Arrays.setAll(weights, samples::weight);
    try (Regressions one = new Regressions(samples, List.of(weights), threads)) {
      return samples.scaling().into(one.fit(c, one.zeros(), TOLERANCE).get(0));
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
   * @param logits those of the sample; the scores of the classes of each are written there
   * @param from where the first stands
   * @param stride how far behind it the next one stands
   * @param count how many they are; 1 stands for the second of two classes
   */
  static double loss(float[] logits, int from, int stride, int count, int actual) {
    if (count == 1) {
      double z = logits[from];
      logits[from] = (float) (1 / (1 + Math.exp(-z)));
      // log(1 + exp(-|z|)), and |z| where the sign is wrong.
      return Math.log1p(Math.exp(-Math.abs(z))) + Math.max(0, actual == 1 ? -z : z);
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < count; k++) {
      largest = Math.max(largest, logits[from + k * stride]);
    }
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += Math.exp(logits[from + k * stride] - largest);
    }
    double loss = Math.log(sum) + largest - logits[from + actual * stride];
    for (int k = 0; k < count; k++) {
      int at = from + k * stride;
      logits[at] = (float) (Math.exp(logits[at] - largest) / sum);
    }
    return loss;
  }
}
