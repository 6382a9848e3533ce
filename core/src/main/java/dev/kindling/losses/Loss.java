package dev.kindling.losses;

import dev.kindling.graph.Op;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What training makes small: the mean over a batch of how wrong each sample's scores are.
 *
 * <p>Where a network ends in the function that belongs to the loss, its {@link #head()}, the loss
 * is computed from what that function takes, the logits: exact even where a score rounds to 0 or 1.
 * Otherwise it is computed from the scores, {@linkplain #held held} off 0 and 1, as Keras does.
 */
public sealed interface Loss permits BinaryCrossentropy, CategoricalCrossentropy {

  /**
   * A score held off 0 and 1 by Keras's {@code epsilon()}, in single precision as there: the
   * greatest float below 1 - 1e-7 is 1 - 1.2e-7.
   */
  static double held(double score) {
    return Math.max(1e-7f, Math.min((float) (1 - 1e-7), score));
  }

  /** Keras's name of it, as {@code binary_crossentropy}. */
  String name();

  /** The operator that makes scores of logits. */
  Op head();

  /** The scores that the head makes of logits {@code (n, columns)}. */
  Tensor scores(Tensor logits);

  /** The mean loss, and its gradient by each logit. Labels and logits are {@code (n, columns)}. */
  LossValue fromLogits(Tensor labels, Tensor logits);

  /** The mean loss, and its gradient by each score. Labels and scores are {@code (n, columns)}. */
  LossValue fromScores(Tensor labels, Tensor scores);

  /**
   * Checks the shape of what a network gives.
   *
   * @throws IllegalArgumentException if the loss does not take it
   */
  void requireOutput(Shape output);

  /** What labels the loss takes, in a few words for errors. */
  String labelAdvice();

  /**
   * Labels in the shape of the scores.
   *
   * @param labels {@code (n, columns)}, or {@code (n)} where there is one column
   * @param scores the shape of the scores, {@code (n, columns)}
   * @throws IllegalArgumentException if they are missing, of another shape, or not within 0 and 1
   */
  default Tensor requireLabels(@Nullable Tensor labels, Shape scores) {
    if (labels == null) {
      throw new IllegalArgumentException(
          "There are no labels to learn from or to compare with; " + labelAdvice() + ".");
    }
    boolean flat = labels.shape().equals(Shape.of(scores.size(0))) && scores.size(1) == 1;
    if (!flat && !labels.shape().equals(scores)) {
      throw new IllegalArgumentException(
          "Labels of shape %s do not fit an output of shape %s; %s."
              .formatted(labels.shape(), scores, labelAdvice()));
    }
    for (float label : labels.data()) {
      if (!(label >= 0 && label <= 1)) {
        throw new IllegalArgumentException(
            "Labels must be within 0 and 1; %s. Received: %s".formatted(labelAdvice(), label));
      }
    }
    return flat ? labels.reshape(scores.size(0), 1) : labels;
  }
}
