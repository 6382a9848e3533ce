package dev.kindling.regression;

import java.util.Arrays;
import java.util.List;

/**
 * What is wrong with the scores of some samples in one regression: the gradient of their loss by
 * each logit. It takes the logits' place.
 *
 * <p>Logits lie class by class, each with those of all samples one after the other.
 */
final class Errors {

  /** So many samples at once: what comes of them stays in a core's cache. */
  static final int AT_ONCE = 64;

  /** The weighted loss of the samples. */
  double loss;

  /** The sum over samples and classes of p(1 - p): how the loss bends along a logit. */
  double curvature;

  /** The sum of the errors of each logit. */
  final double[] sums;

  private final float[] logits;
  private final int stride;

  /**
   * Nothing yet.
   *
   * @param stride how far one class lies behind the other
   * @param classes how many logits a sample has; 1 stands for the second of two classes
   */
  Errors(float[] logits, int stride, int classes) {
    this.logits = logits;
    this.stride = stride;
    this.sums = new double[classes];
  }

  /** Those of several parts of the samples together. */
  static Errors sum(List<Errors> parts) {
    Errors first = parts.get(0);
    Errors sum = new Errors(first.logits, first.stride, first.sums.length);
    for (Errors part : parts) {
      sum.loss += part.loss;
      sum.curvature += part.curvature;
      Arrays.setAll(sum.sums, k -> sum.sums[k] + part.sums[k]);
    }
    return sum;
  }

  /**
   * Replaces the logits of some samples.
   *
   * @param from where those of the first class stand, less their intercepts
   * @param weights how much each sample counts
   * @param actual the class of each
   */
  void replace(int from, double[] intercepts, double[] weights, int[] actual) {
    if (intercepts.length == 1) {
      replace(from, (float) intercepts[0], weights, actual);
      return;
    }
    int samples = actual.length;
    float[] largest = new float[samples];
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    for (int k = 0; k < intercepts.length; k++) {
      shift(from + k * stride, (float) intercepts[k], largest);
    }
    for (int i = 0; i < samples; i++) {
      loss += weights[i] * (largest[i] - logits[from + actual[i] * stride + i]);
    }
    double[] powers = new double[intercepts.length * samples];
    double[] totals = new double[samples];
    for (int k = 0; k < intercepts.length; k++) {
      raise(from + k * stride, largest, powers, k * samples, totals);
    }
    for (int i = 0; i < samples; i++) {
      loss += weights[i] * Math.log(totals[i]);
      totals[i] = 1 / totals[i];
    }
    for (int k = 0; k < intercepts.length; k++) {
      sums[k] += weigh(from + k * stride, powers, k * samples, totals, weights);
    }
    for (int i = 0; i < samples; i++) {
      double score = powers[actual[i] * samples + i] * totals[i];
      logits[from + actual[i] * stride + i] = (float) (weights[i] * (score - 1));
      sums[actual[i]] -= weights[i];
    }
  }

  // The loops are short methods of their own: a search is over before Java has compiled long ones.

  private void shift(int from, float intercept, float[] largest) {
    for (int i = 0; i < largest.length; i++) {
      float logit = logits[from + i] + intercept;
      logits[from + i] = logit;
      largest[i] = Math.max(largest[i], logit);
    }
  }

  private void raise(int from, float[] largest, double[] powers, int to, double[] totals) {
    for (int i = 0; i < largest.length; i++) {
      double power = Math.exp(logits[from + i] - largest[i]);
      powers[to + i] = power;
      totals[i] += power;
    }
  }

  private double weigh(int from, double[] powers, int at, double[] shares, double[] weights) {
    double sum = 0;
    double bend = 0;
    for (int i = 0; i < weights.length; i++) {
      double score = powers[at + i] * shares[i];
      double error = weights[i] * score;
      logits[from + i] = (float) error;
      sum += error;
      bend += error * (1 - score);
    }
    curvature += bend;
    return sum;
  }

  /** Of two classes. */
  private void replace(int from, float intercept, double[] weights, int[] actual) {
    for (int i = 0; i < actual.length; i++) {
      double z = logits[from + i] + intercept;
      double power = Math.exp(-Math.abs(z));
      double score = (z > 0 ? 1 : power) / (1 + power);
      double error = weights[i] * (score - actual[i]);
      loss += weights[i] * LogisticRegression.loss(z, power, actual[i]);
      curvature += weights[i] * score * (1 - score);
      sums[0] += error;
      logits[from + i] = (float) error;
    }
  }
}
