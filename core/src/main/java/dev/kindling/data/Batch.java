package dev.kindling.data;

import dev.kindling.augment.Mixture;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some pictures as numbers, with their labels.
 *
 * @param x the pictures, {@code (n, height, width, channels)}, or features of them, {@code (n,
 *     features)}
 * @param y the labels: {@code (n)} of 0 and 1 for two classes, {@code (n, classes)} of rows with a
 *     single 1 for more; null where the pictures have none
 * @param sampleWeight how much each picture counts, {@code (n)}; null where all count alike
 * @param samples which pictures these are, and how each was changed; empty where they were not
 *     drawn
 */
public record Batch(
    Tensor x,
    @Nullable Tensor y,
    @Nullable Tensor sampleWeight,
    List<? extends DrawnSample<?>> samples) {

  /** Pictures that count alike. */
  public Batch(Tensor x, @Nullable Tensor y) {
    this(x, y, null);
  }

  /** Pictures that were not drawn. */
  public Batch(Tensor x, @Nullable Tensor y, @Nullable Tensor sampleWeight) {
    this(x, y, sampleWeight, List.of());
  }

  /** Checks that pictures, labels and weights are equally many. */
  public Batch {
    if (x.shape().rank() < 2) {
      throw new IllegalArgumentException(
          "A batch has shape (n, height, width, channels) or (n, features). Received: "
              + x.shape());
    }
    samples = List.copyOf(samples);
    if (y != null && y.shape().size(0) != x.shape().size(0)) {
      throw new IllegalArgumentException(
          "A batch has as many labels as pictures. Received: pictures of shape %s, labels of shape %s"
              .formatted(x.shape(), y.shape()));
    }
    if (sampleWeight != null && !sampleWeight.shape().equals(Shape.of(x.shape().size(0)))) {
      throw new IllegalArgumentException(
          "A batch has a weight for each picture. Received: pictures of shape %s, weights of shape %s"
              .formatted(x.shape(), sampleWeight.shape()));
    }
  }

  /** This batch, which was drawn so. */
  public Batch samples(List<? extends DrawnSample<?>> samples) {
    return new Batch(x, y, sampleWeight, samples);
  }

  /** This batch with its pictures and labels mixed. */
  public Batch mixed(Mixture mixture) {
    return new Batch(
        mixture.pictures(x), y == null ? null : mixture.labels(y), sampleWeight, samples);
  }

  /** The number of pictures. */
  public int size() {
    return x.shape().size(0);
  }
}
