package dev.kindling.losses;

import dev.kindling.graph.Op;
import dev.kindling.graph.Sigmoid;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@link BinaryCrossentropy} where what is easy counts less: times {@code (1 - q)^gamma} for the
 * probability {@code q} of what is true (Lin et al., 2018). Keras: {@code BinaryFocalCrossentropy}.
 *
 * @param applyClassBalancing whether a yes is weighted by {@code alpha}, a no by {@code 1 - alpha}
 * @param alpha 0 to 1
 * @param gamma how much less the easy counts, at least 0
 * @param fromLogits whether the network's output is logits
 * @param labelSmoothing how far labels are drawn towards a half, 0 to 1
 */
public record BinaryFocalCrossentropy(
    boolean applyClassBalancing,
    double alpha,
    double gamma,
    boolean fromLogits,
    double labelSmoothing)
    implements Loss {

  /** Checks the ranges. */
  public BinaryFocalCrossentropy {
    Loss.requireFocus(alpha, gamma);
    Loss.requireSmoothing(labelSmoothing);
  }

  /** Keras's defaults: no balancing, gamma 2. */
  public BinaryFocalCrossentropy() {
    this(false, 0.25, 2, false, 0);
  }

  /** This loss with the classes weighted by alpha, or alike. */
  public BinaryFocalCrossentropy applyClassBalancing(boolean applyClassBalancing) {
    return new BinaryFocalCrossentropy(
        applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing);
  }

  /** This loss with another weight of a yes. */
  public BinaryFocalCrossentropy alpha(double alpha) {
    return new BinaryFocalCrossentropy(
        applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing);
  }

  /** This loss with another focus. */
  public BinaryFocalCrossentropy gamma(double gamma) {
    return new BinaryFocalCrossentropy(
        applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing);
  }

  /** This loss for a network whose output is logits, or scores. */
  public BinaryFocalCrossentropy fromLogits(boolean fromLogits) {
    return new BinaryFocalCrossentropy(
        applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing);
  }

  /** This loss with labels drawn towards a half. */
  public BinaryFocalCrossentropy labelSmoothing(double labelSmoothing) {
    return new BinaryFocalCrossentropy(
        applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing);
  }

  @Override
  public String name() {
    return "binary_focal_crossentropy";
  }

  @Override
  public Op head() {
    return new Sigmoid();
  }

  @Override
  public Tensor scores(Tensor logits) {
    return Probabilities.sigmoid(logits);
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
            double y = BinaryCrossentropy.smoothed(labels.data()[from + i], labelSmoothing);
            double z = logits.data()[from + i];
            double p = Probabilities.sigmoid(z);
            double crossentropy = Probabilities.crossentropyOfLogit(y, z);
            double share = weight(y) / columns;
            sum += share * focus(y, p) * crossentropy;
            gradient[i] =
                share * (focusSlope(y, p) * p * (1 - p) * crossentropy + focus(y, p) * (p - y));
          }
          return sum;
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
            double y = BinaryCrossentropy.smoothed(labels.data()[from + i], labelSmoothing);
            double score = scores.data()[from + i];
            double p = Probabilities.held(score);
            double crossentropy = -y * Math.log(p) - (1 - y) * Math.log1p(-p);
            double share = weight(y) / columns;
            sum += share * focus(y, score) * crossentropy;
            // Keras holds the score that goes into the logarithm, not the one in the focus.
            double moved = p == score ? focus(y, score) * (p - y) / (p * (1 - p)) : 0;
            gradient[i] = share * (focusSlope(y, score) * crossentropy + moved);
          }
          return sum;
        });
  }

  private double weight(double label) {
    return applyClassBalancing ? label * alpha + (1 - label) * (1 - alpha) : 1;
  }

  /** What is missing to certainty: 1 less the probability of what is true. */
  private static double missing(double label, double score) {
    return 1 - (label * score + (1 - label) * (1 - score));
  }

  private double focus(double label, double score) {
    return Math.pow(missing(label, score), gamma);
  }

  /** The derivative of the focus by the score. */
  private double focusSlope(double label, double score) {
    double missing = missing(label, score);
    return gamma == 0 || missing <= 0 ? 0 : -gamma * Math.pow(missing, gamma - 1) * (2 * label - 1);
  }

  @Override
  public void requireOutput(Shape output) {
    BinaryCrossentropy.requireColumns(name(), output);
  }

  @Override
  public String labelAdvice() {
    return "binary_focal_crossentropy takes a 0 or a 1 for each output (three classes or more need"
        + " categorical_focal_crossentropy and an output each)";
  }
}
