package dev.kindling.experiments;

import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.losses.CategoricalCrossentropy;
import dev.kindling.losses.Loss;

/** The loss of a classifier: binary where one output stands for two classes, else categorical. */
final class Crossentropy {

  private Crossentropy() {}

  /**
   * That of so many outputs.
   *
   * @param fromLogits whether they are logits, not scores
   * @param labelSmoothing how much of each label is shared out among all classes
   */
  static Loss of(long outputs, boolean fromLogits, double labelSmoothing) {
    return outputs == 1
        ? new BinaryCrossentropy().fromLogits(fromLogits).labelSmoothing(labelSmoothing)
        : new CategoricalCrossentropy().fromLogits(fromLogits).labelSmoothing(labelSmoothing);
  }
}
