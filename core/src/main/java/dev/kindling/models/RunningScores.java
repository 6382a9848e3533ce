package dev.kindling.models;

import dev.kindling.metrics.Metric;
import dev.kindling.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Means over the samples seen so far, as Keras shows them. */
final class RunningScores {

  private final List<Metric> metrics;
  private final double[] totals;
  private double loss;
  private int samples;

  RunningScores(List<Metric> metrics) {
    this.metrics = metrics;
    this.totals = new double[metrics.size()];
  }

  /** Adds a batch by its mean loss, its labels and its scores. */
  void add(double batchLoss, Tensor labels, Tensor scores) {
    int rows = scores.shape().size(0);
    loss += batchLoss * rows;
    samples += rows;
    for (int i = 0; i < totals.length; i++) {
      totals[i] += metrics.get(i).total(labels, scores);
    }
  }

  /** The means; there must be samples. */
  Scores mean() {
    if (samples == 0) {
      throw new IllegalArgumentException(
          "There are no samples: give at least one batch, and at least one step.");
    }
    Map<String, Double> means = new LinkedHashMap<>();
    for (int i = 0; i < totals.length; i++) {
      means.put(metrics.get(i).name(), totals[i] / samples);
    }
    return new Scores(samples, loss / samples, means);
  }
}
