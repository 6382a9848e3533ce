package dev.kindling.losses;

import dev.kindling.graph.Op;
import dev.kindling.graph.Softmax;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code -sum(y log(p))} for the probabilities {@code p} of the classes, its mean over the rows:
 * the loss for an output for each class. Keras: {@code CategoricalCrossentropy}.
 *
 * @param fromLogits whether the network's output is logits
 * @param labelSmoothing how far labels are drawn towards all classes alike, 0 to 1
 */
public record CategoricalCrossentropy(boolean fromLogits, double labelSmoothing) implements Loss {

  /** Checks the range. */
  public CategoricalCrossentropy {
    Loss.requireSmoothing(labelSmoothing);
  }

  /** Keras's defaults: of scores, labels as they are. */
  public CategoricalCrossentropy() {
    this(false, 0);
  }

  /** This loss for a network whose output is logits, or scores. */
  public CategoricalCrossentropy fromLogits(boolean fromLogits) {
    return new CategoricalCrossentropy(fromLogits, labelSmoothing);
  }

  /** This loss with labels drawn towards all classes alike. */
  public CategoricalCrossentropy labelSmoothing(double labelSmoothing) {
    return new CategoricalCrossentropy(fromLogits, labelSmoothing);
  }

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
    return Probabilities.softmax(logits);
  }

  static double smoothed(double label, double labelSmoothing, int columns) {
    return label * (1 - labelSmoothing) + labelSmoothing / columns;
  }

  @Override
  public LossValue ofLogits(Tensor labels, Tensor logits, @Nullable Tensor weights) {
    int columns = logits.shape().size(-1);
    return Rows.mean(
        logits,
        weights,
        (row, from, gradient) -> {
          double logSum = Probabilities.logSumExp(logits.data(), from, columns);
          double labelSum = Rows.sum(labels.data(), from, columns);
          labelSum = labelSum * (1 - labelSmoothing) + labelSmoothing;
          double loss = 0;
          for (int i = 0; i < columns; i++) {
            double y = smoothed(labels.data()[from + i], labelSmoothing, columns);
            double logScore = logits.data()[from + i] - logSum;
            loss -= y * logScore;
            gradient[i] = Math.exp(logScore) * labelSum - y;
          }
          return loss;
        });
  }

  /** Each row of scores is divided by its sum first, as Keras does. */
  @Override
  public LossValue ofScores(Tensor labels, Tensor scores, @Nullable Tensor weights) {
    int columns = scores.shape().size(-1);
    return Rows.mean(
        scores,
        weights,
        (row, from, gradient) -> {
          double rowSum = Rows.sum(scores.data(), from, columns);
          double loss = 0;
          double freeLabels = 0;
          for (int i = 0; i < columns; i++) {
            double y = smoothed(labels.data()[from + i], labelSmoothing, columns);
            double share = scores.data()[from + i] / rowSum;
            boolean free = Probabilities.held(share) == share;
            loss -= y * Math.log(Probabilities.held(share));
            freeLabels += free ? y : 0;
            // A share that is held does not move the loss.
            gradient[i] = free ? -y / share : 0;
          }
          for (int i = 0; i < columns; i++) {
            gradient[i] = (freeLabels + gradient[i]) / rowSum;
          }
          return loss;
        });
  }

  @Override
  public void requireOutput(Shape output) {
    Loss.requireClasses(name(), output);
  }

  @Override
  public String labelAdvice() {
    return "categorical_crossentropy takes a row for each sample, with a 1 in the column of its"
        + " class and 0 elsewhere";
  }
}
