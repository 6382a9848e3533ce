package dev.kindling.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Of the scores above a threshold, the share whose label is a yes; 0 where there are none. Keras:
 * {@code Precision}.
 *
 * @param threshold a score above it is a yes
 * @param classId the only column that counts; null for all
 */
public record Precision(double threshold, @Nullable Integer classId) implements Metric {

  /** A score above a half is a yes, in any column. */
  public Precision() {
    this(0.5, null);
  }

  /** This metric with another threshold. */
  public Precision threshold(double threshold) {
    return new Precision(threshold, classId);
  }

  /** This metric of one column. */
  public Precision classId(int classId) {
    return new Precision(threshold, classId);
  }

  @Override
  public String name() {
    return "precision";
  }

  @Override
  public Count begin() {
    return new Hits(
        name(), threshold, classId, hits -> Hits.share(hits.truePositives, hits.falsePositives));
  }
}
