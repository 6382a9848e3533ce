package dev.kindling.losses;

import dev.kindling.graph.Op;
import dev.kindling.graph.Sigmoid;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code -y log(p) - (1 - y) log(1 - p)} for the probability {@code p} of a yes, its mean over all
 * rows and columns: the loss for two classes and one output. Keras: {@code BinaryCrossentropy}.
 *
 * @param fromLogits whether the network's output is logits
 * @param labelSmoothing how far labels are drawn towards a half, 0 to 1
 */
public record BinaryCrossentropy(boolean fromLogits, double labelSmoothing) implements Loss {

  /** Checks the range. */
  public BinaryCrossentropy {
    Loss.requireSmoothing(labelSmoothing);
  }

  /** Keras's defaults: of scores, labels as they are. */
  public BinaryCrossentropy() {
    this(false, 0);
  }

  /** This loss for a network whose output is logits, or scores. */
  public BinaryCrossentropy fromLogits(boolean fromLogits) {
    return new BinaryCrossentropy(fromLogits, labelSmoothing);
  }

  /** This loss with labels drawn towards a half. */
  public BinaryCrossentropy labelSmoothing(double labelSmoothing) {
    return new BinaryCrossentropy(fromLogits, labelSmoothing);
  }

  @Override
  public String name() {
    return "binary_crossentropy";
  }

  @Override
  public Op head() {
    return new Sigmoid();
  }

  @Override
  public Tensor scores(Tensor logits) {
    return Probabilities.sigmoid(logits);
  }

  static double smoothed(double label, double labelSmoothing) {
    return label * (1 - labelSmoothing) + 0.5 * labelSmoothing;
  }

  @Override
  public LossValue ofLogits(Tensor labels, Tensor logits, @Nullable Tensor weights) {
    int columns = logits.shape().size(-1);
    return Rows.mean(
        logits,
        weights,
        (row, from, gradient) -> {
          double sum = 0;
          for (int i = 0; i < columns; i++) {
            double y = smoothed(labels.data()[from + i], labelSmoothing);
            double z = logits.data()[from + i];
            sum += Probabilities.crossentropyOfLogit(y, z);
            gradient[i] = (Probabilities.sigmoid(z) - y) / columns;
          }
          return sum / columns;
        });
  }

  @Override
  public LossValue ofScores(Tensor labels, Tensor scores, @Nullable Tensor weights) {
    int columns = scores.shape().size(-1);
    return Rows.mean(
        scores,
        weights,
        (row, from, gradient) -> {
          double sum = 0;
          for (int i = 0; i < columns; i++) {
            double y = smoothed(labels.data()[from + i], labelSmoothing);
            double score = scores.data()[from + i];
            double p = Probabilities.held(score);
            sum -= y * Math.log(p) + (1 - y) * Math.log1p(-p);
            // A score that is held does not move the loss.
            gradient[i] = p == score ? (p - y) / (p * (1 - p)) / columns : 0;
          }
          return sum / columns;
        });
  }

  @Override
  public void requireOutput(Shape output) {
    requireColumns(name(), output);
  }

  static void requireColumns(String name, Shape output) {
    if (output.rank() < 2) {
      throw new IllegalArgumentException(
          ("%s takes an output of shape (None, 1): end the model with"
                  + " new Dense(1) and a sigmoid. Received: an output of shape %s")
              .formatted(name, output));
    }
  }

  @Override
  public String labelAdvice() {
    return "binary_crossentropy takes a 0 or a 1 for each output (three classes or more need"
        + " categorical_crossentropy and an output each)";
  }
}
