package dev.kindling.models;

import dev.kindling.losses.Loss;
import dev.kindling.metrics.Metric;
import java.util.List;

/**
 * How one output of a model is trained and measured. Keras: an entry of each of {@code loss},
 * {@code loss_weights}, {@code metrics} and {@code weighted_metrics} of {@code compile}.
 *
 * @param loss what training makes small
 * @param weight the factor of the loss in the sum over the outputs, at least 0
 * @param metrics what is measured, all samples alike
 * @param weightedMetrics what is measured with the weights of the samples
 */
public record OutputLoss(
    Loss loss, double weight, List<Metric> metrics, List<Metric> weightedMetrics) {

  /** Checks the weight. */
  public OutputLoss {
    metrics = List.copyOf(metrics);
    weightedMetrics = List.copyOf(weightedMetrics);
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "The weight of a loss must not be negative. Received: weight=" + weight);
    }
  }

  /** A loss that counts once, and nothing that is measured. */
  public OutputLoss(Loss loss) {
    this(loss, 1, List.of(), List.of());
  }

  /** This loss with another factor. */
  public OutputLoss weight(double weight) {
    return new OutputLoss(loss, weight, metrics, weightedMetrics);
  }

  /** This loss with something measured, all samples alike. */
  public OutputLoss metrics(Metric... metrics) {
    return new OutputLoss(loss, weight, List.of(metrics), weightedMetrics);
  }

  /** This loss with something measured with the weights of the samples. */
  public OutputLoss weightedMetrics(Metric... weightedMetrics) {
    return new OutputLoss(loss, weight, metrics, List.of(weightedMetrics));
  }
}
