package dev.kindling.data;

import dev.kindling.augment.Mixture;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some pictures as numbers, with their labels; for a model of several inputs or outputs, an array
 * for each.
 *
 * @param xs the pictures, {@code (n, height, width, channels)}, or features of them, {@code (n,
 *     features)}: an array for each input
 * @param ys the labels: {@code (n)} of 0 and 1 for two classes, {@code (n, classes)} of rows with a
 *     single 1 for more; an array for each output, empty where the pictures have none
 * @param sampleWeights how much each picture counts, {@code (n)}: one array for all outputs or one
 *     for each; empty where all count alike
 * @param samples which pictures these are, and how each was changed; empty where they were not
 *     drawn
 */
public record Batch(
    List<Tensor> xs,
    List<Tensor> ys,
    List<Tensor> sampleWeights,
    List<? extends DrawnSample<?>> samples) {

  /** Pictures that count alike. */
  public Batch(Tensor x, @Nullable Tensor y) {
    this(x, y, null);
  }

  /** Pictures that were not drawn. */
  public Batch(Tensor x, @Nullable Tensor y, @Nullable Tensor sampleWeight) {
    this(List.of(x), listOf(y), listOf(sampleWeight), List.of());
  }

  /** Samples of several inputs for several outputs, which count alike. */
  public Batch(List<Tensor> xs, List<Tensor> ys) {
    this(xs, ys, List.of(), List.of());
  }

  /** Checks that pictures, labels and weights are equally many. */
  public Batch {
    if (xs.isEmpty() || xs.get(0).shape().rank() < 2) {
      throw new IllegalArgumentException(
          "A batch has shape (n, height, width, channels) or (n, features). Received: "
              + (xs.isEmpty() ? "nothing" : xs.get(0).shape()));
    }
    xs = List.copyOf(xs);
    ys = List.copyOf(ys);
    sampleWeights = List.copyOf(sampleWeights);
    samples = List.copyOf(samples);
    Shape first = xs.get(0).shape();
    for (Tensor x : xs) {
      if (x.shape().rank() == 0 || x.shape().size(0) != first.size(0)) {
        throw new IllegalArgumentException(
            "A batch has as many samples for each input. Received: %s and %s"
                .formatted(first, x.shape()));
      }
    }
    for (Tensor y : ys) {
      if (y.shape().rank() == 0 || y.shape().size(0) != first.size(0)) {
        throw new IllegalArgumentException(
            "There must be as many labels as samples. Received: samples of shape %s, labels of shape %s"
                .formatted(first, y.shape()));
      }
    }
    for (Tensor weights : sampleWeights) {
      if (!weights.shape().equals(Shape.of(first.size(0)))) {
        throw new IllegalArgumentException(
            "A batch has a weight for each picture. Received: pictures of shape %s, weights of shape %s"
                .formatted(first, weights.shape()));
      }
    }
    if (sampleWeights.size() > 1 && sampleWeights.size() != ys.size()) {
      throw new IllegalArgumentException(
          "A batch has one array of weights, or one for each output. Received: %d for %d outputs"
              .formatted(sampleWeights.size(), ys.size()));
    }
  }

  private static List<Tensor> listOf(@Nullable Tensor tensor) {
    return tensor == null ? List.of() : List.of(tensor);
  }

  /** What the first input is given. */
  public Tensor x() {
    return xs.get(0);
  }

  /** The labels of the first output; null where there are none. */
  public @Nullable Tensor y() {
    return ys.isEmpty() ? null : ys.get(0);
  }

  /** How much each picture counts for the first output; null where all count alike. */
  public @Nullable Tensor sampleWeight() {
    return sampleWeight(0);
  }

  /** How much each picture counts for an output; null where all count alike. */
  public @Nullable Tensor sampleWeight(int output) {
    return sampleWeights.isEmpty()
        ? null
        : sampleWeights.get(sampleWeights.size() == 1 ? 0 : output);
  }

  /** This batch, which was drawn so. */
  public Batch samples(List<? extends DrawnSample<?>> samples) {
    return new Batch(xs, ys, sampleWeights, samples);
  }

  /** This batch with other weights. */
  public Batch sampleWeights(List<Tensor> sampleWeights) {
    return new Batch(xs, ys, sampleWeights, samples);
  }

  /** This batch with its pictures and labels mixed. */
  public Batch mixed(Mixture mixture) {
    return new Batch(
        xs.stream().map(mixture::pictures).toList(),
        ys.stream().map(mixture::labels).toList(),
        sampleWeights,
        samples);
  }

  /** The number of pictures. */
  public int size() {
    return x().shape().size(0);
  }
}
