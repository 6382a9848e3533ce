package dev.kindling.experiments;

import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.losses.CategoricalCrossentropy;
import dev.kindling.losses.Loss;

/** The loss of a classifier: binary where one output stands for two classes, else categorical. */
final class Crossentropy {

  private Crossentropy() {}

  /**
   * That of scores.
   *
   * @param labelSmoothing how much of each label is shared out among all classes
   */
  static Loss of(long outputs, double labelSmoothing) {
    return outputs == 1
        ? new BinaryCrossentropy().labelSmoothing(labelSmoothing)
        : new CategoricalCrossentropy().labelSmoothing(labelSmoothing);
  }

  /** That of logits. */
  static Loss ofLogits(long outputs, double labelSmoothing) {
    return outputs == 1
        ? new BinaryCrossentropy().fromLogits(true).labelSmoothing(labelSmoothing)
        : new CategoricalCrossentropy().fromLogits(true).labelSmoothing(labelSmoothing);
  }
}
