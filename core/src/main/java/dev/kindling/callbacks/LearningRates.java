package dev.kindling.callbacks;

import dev.kindling.models.Model;
import java.util.Map;

/** The learning rate as Keras's callbacks see it: a 32-bit number. */
final class LearningRates {

  private LearningRates() {}

  static double of(Model model) {
    return (float) model.learningRate();
  }

  static void log(Model model, Map<String, Double> logs) {
    logs.put("learning_rate", of(model));
  }
}
