package dev.kindling.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Of the labels that are a yes, the share whose score is above a threshold; 0 where there are none.
 * Keras: {@code Recall}.
 *
 * @param threshold a score above it is a yes
 * @param classId the only column that counts; null for all
 */
public record Recall(double threshold, @Nullable Integer classId) implements Metric {

  /** A score above a half is a yes, in any column. */
  public Recall() {
    this(0.5, null);
  }

  /** This metric with another threshold. */
  public Recall threshold(double threshold) {
    return new Recall(threshold, classId);
  }

  /** This metric of one column. */
  public Recall classId(int classId) {
    return new Recall(threshold, classId);
  }

  @Override
  public String name() {
    return "recall";
  }

  @Override
  public Count begin() {
    return new Hits(
        name(), threshold, classId, hits -> Hits.share(hits.truePositives, hits.falseNegatives));
  }
}
