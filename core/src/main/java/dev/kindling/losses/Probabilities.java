package dev.kindling.losses;

import dev.kindling.tensor.Tensor;

/** Sigmoid and softmax in double precision, and Keras's way to hold their results off 0 and 1. */
final class Probabilities {

  private Probabilities() {}

  /**
   * A score held off 0 and 1 by Keras's {@code epsilon()}, in single precision as there: the
   * greatest float below 1 - 1e-7 is 1 - 1.2e-7.
   */
  static double held(double score) {
    return Math.max(1e-7f, Math.min((float) (1 - 1e-7), score));
  }

  static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /**
   * {@code -y log(p) - (1 - y) log(1 - p)} for the sigmoid p, with no exponential that overflows.
   */
  static double crossentropyOfLogit(double label, double logit) {
    return Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));
  }

  /** The logarithm of the sum of the exponentials, none of which overflows. */
  static double logSumExp(float[] numbers, int from, int count) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      greatest = Math.max(greatest, numbers[i]);
    }
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += Math.exp(numbers[i] - greatest);
    }
    return greatest + Math.log(sum);
  }

  static Tensor sigmoid(Tensor logits) {
    Tensor scores = Tensor.zeros(logits.shape());
    for (int i = 0; i < scores.data().length; i++) {
      scores.data()[i] = (float) sigmoid(logits.data()[i]);
    }
    return scores;
  }

  /** Along the last axis. */
  static Tensor softmax(Tensor logits) {
    Tensor scores = Tensor.zeros(logits.shape());
    int columns = logits.shape().size(-1);
    for (int row = 0; row < scores.data().length; row += columns) {
      double logSum = logSumExp(logits.data(), row, columns);
      for (int i = row; i < row + columns; i++) {
        scores.data()[i] = (float) Math.exp(logits.data()[i] - logSum);
      }
    }
    return scores;
  }
}
