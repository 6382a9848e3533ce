package dev.kindling.models;

import dev.kindling.data.Batch;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Weights of classes become weights of their samples, as Keras's {@code class_weight} does. */
final class ClassWeights {

  private ClassWeights() {}

  /** A batch whose samples count as their classes do; a class that is not named counts once. */
  static Batch apply(Batch batch, Map<Integer, Double> classWeight) {
    if (classWeight.isEmpty()) {
      return batch;
    }
    if (!batch.sampleWeights().isEmpty()) {
      throw new IllegalArgumentException(
          "classWeight and the weights of samples cannot both be given: leave one of them out.");
    }
    if (batch.ys().size() != 1) {
      throw new IllegalArgumentException(
          "classWeight is for models of one output, with labels. Received: labels for %d outputs"
              .formatted(batch.ys().size()));
    }
    Tensor labels = batch.ys().get(0);
    if (labels.shape().rank() > 2) {
      throw new IllegalArgumentException(
          "classWeight takes labels (n), (n, 1) or (n, classes). Received: labels of shape "
              + labels.shape());
    }
    Tensor weights = Tensor.zeros(Shape.of(batch.size()));
    for (int i = 0; i < weights.data().length; i++) {
      weights.data()[i] = classWeight.getOrDefault(classOf(labels, i), 1.0).floatValue();
    }
    return batch.sampleWeights(List.of(weights));
  }

  /** The number in one column, rounded; of several the place of the greatest. */
  private static int classOf(Tensor labels, int row) {
    int columns = labels.data().length / labels.shape().size(0);
    if (columns == 1) {
      return (int) Math.rint(labels.data()[row]);
    }
    int greatest = 0;
    for (int i = 1; i < columns; i++) {
      if (labels.data()[row * columns + i] > labels.data()[row * columns + greatest]) {
        greatest = i;
      }
    }
    return greatest;
  }
}
