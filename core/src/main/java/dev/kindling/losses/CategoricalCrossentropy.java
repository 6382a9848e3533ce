package dev.kindling.losses;

import dev.kindling.graph.Op;
import dev.kindling.graph.Softmax;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;

/**
 * {@code -sum(y log(p))} for the probabilities {@code p} of the classes, its mean over the rows:
 * the loss for an output for each class. Keras: {@code CategoricalCrossentropy}.
 */
public record CategoricalCrossentropy() implements Loss {

  @Override
  public String name() {
    return "categorical_crossentropy";
  }

  @Override
  public Op head() {
    return new Softmax();
  }

  @Override
  public Tensor scores(Tensor logits) {
    Tensor scores = Tensor.zeros(logits.shape());
    int columns = logits.shape().size(1);
    for (int row = 0; row < scores.data().length; row += columns) {
      double logSum = logSumExp(logits.data(), row, columns);
      for (int i = row; i < row + columns; i++) {
        scores.data()[i] = (float) Math.exp(logits.data()[i] - logSum);
      }
    }
    return scores;
  }

  @Override
  public LossValue fromLogits(Tensor labels, Tensor logits) {
    int rows = logits.shape().size(0);
    int columns = logits.shape().size(1);
    float[] y = labels.data();
    float[] gradient = new float[y.length];
    double sum = 0;
    for (int row = 0; row < y.length; row += columns) {
      double logSum = logSumExp(logits.data(), row, columns);
      double labelSum = sum(y, row, columns);
      for (int i = row; i < row + columns; i++) {
        double logScore = logits.data()[i] - logSum;
        sum -= y[i] * logScore;
        gradient[i] = (float) ((Math.exp(logScore) * labelSum - y[i]) / rows);
      }
    }
    return new LossValue(sum / rows, Tensor.of(labels.shape(), gradient));
  }

  /** Each row of scores is divided by its sum first, as Keras does. */
  @Override
  public LossValue fromScores(Tensor labels, Tensor scores) {
    int rows = scores.shape().size(0);
    int columns = scores.shape().size(1);
    float[] y = labels.data();
    float[] gradient = new float[y.length];
    double sum = 0;
    for (int row = 0; row < y.length; row += columns) {
      double rowSum = sum(scores.data(), row, columns);
      double freeLabels = 0;
      for (int i = row; i < row + columns; i++) {
        double share = scores.data()[i] / rowSum;
        sum -= y[i] * Math.log(Loss.held(share));
        freeLabels += Loss.held(share) == share ? y[i] : 0;
      }
      for (int i = row; i < row + columns; i++) {
        double share = scores.data()[i] / rowSum;
        // A share that is held does not move the loss.
        double own = Loss.held(share) == share ? y[i] / share : 0;
        gradient[i] = (float) ((freeLabels - own) / rowSum / rows);
      }
    }
    return new LossValue(sum / rows, Tensor.of(labels.shape(), gradient));
  }

  private static double sum(float[] numbers, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += numbers[i];
    }
    return sum;
  }

  /** The logarithm of the sum of the exponentials, none of which overflows. */
  private static double logSumExp(float[] numbers, int from, int count) {
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

  @Override
  public void requireOutput(Shape output) {
    if (output.rank() != 2 || output.size(1) < 2) {
      throw new IllegalArgumentException(
          ("categorical_crossentropy takes an output of shape (None, classes) for two classes or"
                  + " more; a single output needs binary_crossentropy. Received: an output of"
                  + " shape %s")
              .formatted(output));
    }
  }

  @Override
  public String labelAdvice() {
    return "categorical_crossentropy takes a row for each sample, with a 1 in the column of its"
        + " class and 0 elsewhere";
  }
}
