package dev.kindling.losses;

import dev.kindling.graph.Op;
import dev.kindling.graph.Softmax;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link CategoricalCrossentropy} where what is easy counts less: {@code -alpha sum((1 - p)^gamma y
 * log(p))} (Lin et al., 2018). Keras: {@code CategoricalFocalCrossentropy}.
 *
 * @param alpha the factor of all classes, or one for each, 0 to 1
 * @param gamma how much less the easy counts, at least 0
 * @param fromLogits whether the network's output is logits
 * @param labelSmoothing how far labels are drawn towards all classes alike, 0 to 1
 */
public record CategoricalFocalCrossentropy(
    List<Double> alpha, double gamma, boolean fromLogits, double labelSmoothing) implements Loss {

  /** Checks the ranges. */
  public CategoricalFocalCrossentropy {
    alpha = List.copyOf(alpha);
    if (alpha.isEmpty()) {
      throw new IllegalArgumentException("There must be an alpha. Received: none");
    }
    alpha.forEach(each -> Loss.requireFocus(each, gamma));
    Loss.requireSmoothing(labelSmoothing);
  }

  /** Keras's defaults: alpha 0.25, gamma 2. */
  public CategoricalFocalCrossentropy() {
    this(List.of(0.25), 2, false, 0);
  }

  /** This loss with another factor of all classes. */
  public CategoricalFocalCrossentropy alpha(double alpha) {
    return alpha(List.of(alpha));
  }

  /** This loss with a factor for each class. */
  public CategoricalFocalCrossentropy alpha(List<Double> alpha) {
    return new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing);
  }

  /** This loss with another focus. */
  public CategoricalFocalCrossentropy gamma(double gamma) {
    return new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing);
  }

  /** This loss for a network whose output is logits, or scores. */
  public CategoricalFocalCrossentropy fromLogits(boolean fromLogits) {
    return new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing);
  }

  /** This loss with labels drawn towards all classes alike. */
  public CategoricalFocalCrossentropy labelSmoothing(double labelSmoothing) {
    return new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing);
  }

  @Override
  public String name() {
    return "categorical_focal_crossentropy";
  }

  @Override
  public Op head() {
    return new Softmax();
  }

  @Override
  public Tensor scores(Tensor logits) {
    return Probabilities.softmax(logits);
  }

  @Override
  public LossValue ofLogits(Tensor labels, Tensor logits, @Nullable Tensor weights) {
    int columns = logits.shape().size(-1);
    return Rows.mean(
        logits,
        weights,
        (row, from, gradient) -> {
          double logSum = Probabilities.logSumExp(logits.data(), from, columns);
          double loss = 0;
          double slopes = 0;
          for (int i = 0; i < columns; i++) {
            double y = alpha(i) * smoothed(labels, from + i, columns);
            double logScore = logits.data()[from + i] - logSum;
            double p = Math.exp(logScore);
            loss -= y * Math.pow(1 - p, gamma) * logScore;
            gradient[i] = p * slope(y, p, logScore);
            slopes += gradient[i];
          }
          for (int i = 0; i < columns; i++) {
            gradient[i] -= Math.exp(logits.data()[from + i] - logSum) * slopes;
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
          double slopes = 0;
          for (int i = 0; i < columns; i++) {
            double y = alpha(i) * smoothed(labels, from + i, columns);
            double share = scores.data()[from + i] / rowSum;
            double p = Probabilities.held(share);
            loss -= y * Math.pow(1 - p, gamma) * Math.log(p);
            // A share that is held does not move the loss.
            gradient[i] = p == share ? slope(y, p, Math.log(p)) : 0;
            slopes += gradient[i] * share;
          }
          for (int i = 0; i < columns; i++) {
            gradient[i] = (gradient[i] - slopes) / rowSum;
          }
          return loss;
        });
  }

  private double alpha(int column) {
    return alpha.get(alpha.size() == 1 ? 0 : column);
  }

  private double smoothed(Tensor labels, int place, int columns) {
    return CategoricalCrossentropy.smoothed(labels.data()[place], labelSmoothing, columns);
  }

  /** The derivative of {@code -y (1 - p)^gamma log(p)} by p. */
  private double slope(double label, double score, double logScore) {
    double missing = 1 - score;
    double ofFocus =
        gamma == 0 || missing <= 0 ? 0 : gamma * Math.pow(missing, gamma - 1) * logScore;
    double ofLog = score == 0 ? 0 : Math.pow(missing, gamma) / score;
    return label * (ofFocus - ofLog);
  }

  @Override
  public void requireOutput(Shape output) {
    Loss.requireClasses(name(), output);
    if (alpha.size() != 1 && alpha.size() != output.size(-1)) {
      throw new IllegalArgumentException(
          "There must be one alpha, or one for each class. Received: alpha=%s for an output of shape %s"
              .formatted(alpha, output));
    }
  }

  @Override
  public String labelAdvice() {
    return "categorical_focal_crossentropy takes a row for each sample, with a 1 in the column of"
        + " its class and 0 elsewhere";
  }
}
