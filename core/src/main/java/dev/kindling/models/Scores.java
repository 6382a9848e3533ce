package dev.kindling.models;

import java.util.Map;

/**
 * How well a model did on some samples.
 *
 * @param samples how many samples
 * @param loss the mean loss over them, the sum over all outputs and penalties
 * @param metrics the other scores by Keras's names, as {@code accuracy}, in the order of compile;
 *     of a model of several outputs each after the name of its output, as {@code kind_accuracy},
 *     the output's own loss {@code kind_loss} among them
 */
public record Scores(int samples, double loss, Map<String, Double> metrics) {

  /**
   * The score called {@code accuracy}.
   *
   * @throws IllegalStateException if the model was compiled without it
   */
  public double accuracy() {
    return metric("accuracy");
  }

  /**
   * The score of this name.
   *
   * @throws IllegalStateException if the model was compiled without it
   */
  public double metric(String name) {
    Double score = metrics.get(name);
    if (score == null) {
      throw new IllegalStateException(
          "There is no score '%s': name it when the model is compiled. There are: %s"
              .formatted(name, metrics.keySet()));
    }
    return score;
  }
}
