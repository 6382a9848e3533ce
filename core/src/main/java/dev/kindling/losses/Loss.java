package dev.kindling.losses;

import dev.kindling.graph.Op;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What training makes small: the mean over a batch of how wrong each sample's scores are.
 *
 * <p>Where a network ends in the function that belongs to the loss, its {@link #head()}, the loss
 * is computed from what that function takes, the logits: exact even where a score rounds to 0 or 1.
 * Otherwise it is computed from the scores, held off 0 and 1, as Keras does. A network whose output
 * is logits is trained with a loss {@code fromLogits}.
 *
 * <p>Values and labels are {@code (n, columns)} or have more axes, the last of which is the
 * columns'; the mean is then over all rows.
 */
public sealed interface Loss
    permits BinaryCrossentropy,
        BinaryFocalCrossentropy,
        CategoricalCrossentropy,
        CategoricalFocalCrossentropy,
        MeanSquaredError,
        SparseCategoricalCrossentropy {

  /** Keras's name of it, as {@code binary_crossentropy}. */
  String name();

  /** The operator that makes scores of logits; null if there is none. */
  @Nullable Op head();

  /** Whether the network's output is logits. */
  boolean fromLogits();

  /** The scores that the head makes of logits. */
  Tensor scores(Tensor logits);

  /**
   * The mean loss, and its gradient by each logit.
   *
   * @param weights how much each sample counts, {@code (n)}; null where all count alike. The mean
   *     is Keras's: the sum through the number of rows, whatever the sum of the weights
   */
  LossValue ofLogits(Tensor labels, Tensor logits, @Nullable Tensor weights);

  /**
   * The mean loss, and its gradient by each score.
   *
   * @param weights how much each sample counts, {@code (n)}; null where all count alike
   */
  LossValue ofScores(Tensor labels, Tensor scores, @Nullable Tensor weights);

  /**
   * Checks the shape of what a network gives.
   *
   * @throws IllegalArgumentException if the loss does not take it
   */
  void requireOutput(Shape output);

  /** What labels the loss takes, in a few words for errors. */
  String labelAdvice();

  /**
   * Labels in the shape that the loss takes.
   *
   * @param labels in the shape of the scores, or without its last axis where there is one column
   * @param scores the shape of the scores, {@code (n, ..., columns)}
   * @throws IllegalArgumentException if they are missing, of another shape, or not within 0 and 1
   */
  default Tensor requireLabels(@Nullable Tensor labels, Shape scores) {
    Tensor fitting = requireShape(labels, scores);
    for (float label : fitting.data()) {
      if (!(label >= 0 && label <= 1)) {
        throw new IllegalArgumentException(
            "Labels must be within 0 and 1; %s. Received: %s".formatted(labelAdvice(), label));
      }
    }
    return fitting;
  }

  /**
   * Labels in the shape of the scores, whatever their numbers.
   *
   * @throws IllegalArgumentException if they are missing or of another shape
   */
  default Tensor requireShape(@Nullable Tensor labels, Shape scores) {
    if (labels == null) {
      throw new IllegalArgumentException(
          "There are no labels to learn from or to compare with; " + labelAdvice() + ".");
    }
    boolean flat = scores.size(-1) == 1 && labels.shape().equals(withoutColumns(scores));
    if (!flat && !labels.shape().equals(scores)) {
      throw new IllegalArgumentException(
          "Labels of shape %s do not fit an output of shape %s; %s."
              .formatted(labels.shape(), scores, labelAdvice()));
    }
    return flat ? labels.reshape(scores.toArray()) : labels;
  }

  /** A shape without its last axis. */
  static Shape withoutColumns(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 1));
  }

  /** Refuses an output of fewer than two classes. */
  static void requireClasses(String name, Shape output) {
    if (output.rank() < 2 || output.size(-1) < 2) {
      throw new IllegalArgumentException(
          ("%s takes an output of shape (None, classes) for two classes or more; a single output"
                  + " needs binary_crossentropy. Received: an output of shape %s")
              .formatted(name, output));
    }
  }

  /** Refuses labels that cannot be smoothed so. */
  static void requireSmoothing(double labelSmoothing) {
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new IllegalArgumentException(
          "labelSmoothing must be within 0 and 1. Received: labelSmoothing=" + labelSmoothing);
    }
  }

  /** Refuses an alpha or a gamma that makes no focal loss. */
  static void requireFocus(double alpha, double gamma) {
    if (!(alpha >= 0 && alpha <= 1 && gamma >= 0)) {
      throw new IllegalArgumentException(
          "A focal loss takes 0 <= alpha <= 1, gamma >= 0. Received: alpha=%s, gamma=%s"
              .formatted(alpha, gamma));
    }
  }
}
