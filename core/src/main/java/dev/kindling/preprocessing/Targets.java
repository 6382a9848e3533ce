package dev.kindling.preprocessing;

import dev.kindling.data.Batch;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes with the pictures of samples.
 *
 * @param y their labels, one along the first axis for each sample, or null
 * @param sampleWeight how much each counts, {@code (n)}, or null
 * @param pictures whether the pictures themselves, as they were made, are the labels
 */
record Targets(@Nullable Tensor y, @Nullable Tensor sampleWeight, boolean pictures) {

  static final Targets NONE = new Targets(null, null, false);

  /** Labels alone. */
  static Targets of(@Nullable Tensor y) {
    return new Targets(y, null, false);
  }

  /** Refuses other numbers of labels and weights than samples. */
  void requireFor(int samples) {
    if (y != null && y.shape().size(0) != samples) {
      throw new IllegalArgumentException(
          "There must be as many labels as pictures. Received: %d pictures, labels of shape %s"
              .formatted(samples, y.shape()));
    }
    if (sampleWeight != null && !sampleWeight.shape().equals(Shape.of(samples))) {
      throw new IllegalArgumentException(
          "There must be one weight for each picture. Received: %d pictures, weights of shape %s"
              .formatted(samples, sampleWeight.shape()));
    }
  }

  /** The targets of some of the samples. */
  Targets of(List<Integer> samples) {
    return new Targets(rows(y, samples), rows(sampleWeight, samples), pictures);
  }

  /** Pictures of some of the samples, with what comes with them: weights only beside labels. */
  Batch batch(Tensor x, List<Integer> samples) {
    Tensor labels = pictures ? Tensor.of(x.shape(), x.data().clone()) : rows(y, samples);
    return new Batch(x, labels, labels == null ? null : rows(sampleWeight, samples));
  }

  private static @Nullable Tensor rows(@Nullable Tensor all, List<Integer> samples) {
    if (all == null) {
      return null;
    }
    Tensor rows = Tensor.zeros(all.shape().withBatch(samples.size()));
    int length = (int) all.shape().withoutBatch().elements();
    for (int i = 0; i < samples.size(); i++) {
      System.arraycopy(all.data(), samples.get(i) * length, rows.data(), i * length, length);
    }
    return rows;
  }
}
