package dev.kindling.models;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One whole epoch of a training.
 *
 * @param number from 1
 * @param training the scores while training: means over the epoch's batches, each as it was trained
 *     on, with dropout
 * @param seconds how long the training took, without the validation
 * @param validation the scores on the validation data after the epoch; null if there was none
 * @param validationSeconds how long the validation took; 0 without it
 * @param logs all scores under Keras's names, and what callbacks added
 */
public record Epoch(
    int number,
    Scores training,
    double seconds,
    @Nullable Scores validation,
    double validationSeconds,
    Map<String, Double> logs) {

  /** Copies the logs. */
  public Epoch {
    logs = Collections.unmodifiableMap(new LinkedHashMap<>(logs));
  }
}
