package dev.kindling.metrics;

import dev.kindling.tensor.Tensor;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How often a yes was said rightly and wrongly, and missed, by weight. */
final class Hits implements Metric.Count {

  private final String name;
  private final double threshold;
  private final @Nullable Integer classId;
  private final ToDoubleFunction<Hits> result;
  double truePositives;
  double falsePositives;
  double falseNegatives;

  /**
   * No hits yet.
   *
   * @param classId the only column that counts; null for all
   */
  Hits(String name, double threshold, @Nullable Integer classId, ToDoubleFunction<Hits> result) {
    this.name = name;
    this.threshold = threshold;
    this.classId = classId;
    this.result = result;
  }

  @Override
  public void add(Tensor labels, Tensor scores, @Nullable Tensor weights) {
    RowMean.requireLabelForEach(name, labels, scores);
    int columns = scores.shape().size(-1);
    int ofSample = scores.data().length / scores.shape().size(0);
    for (int i = 0; i < scores.data().length; i++) {
      if (classId != null && i % columns != classId) {
        continue;
      }
      double weight = weights == null ? 1 : weights.data()[i / ofSample];
      boolean said = scores.data()[i] > (float) threshold;
      boolean is = labels.data()[i] != 0;
      truePositives += said && is ? weight : 0;
      falsePositives += said && !is ? weight : 0;
      falseNegatives += !said && is ? weight : 0;
    }
  }

  @Override
  public double result() {
    return result.applyAsDouble(this);
  }

  @Override
  public double[] state() {
    return new double[] {truePositives, falsePositives, falseNegatives};
  }

  @Override
  public void restore(double... state) {
    RowMean.requireNumbers(name, 3, state);
    truePositives = state[0];
    falsePositives = state[1];
    falseNegatives = state[2];
  }

  static double share(double part, double rest) {
    return part + rest == 0 ? 0 : part / (part + rest);
  }
}
