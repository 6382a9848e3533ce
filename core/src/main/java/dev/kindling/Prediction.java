package dev.kindling;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a classifier takes a picture for.
 *
 * @param label the name of the most likely class
 * @param score how sure the classifier is of it, 0 to 1
 * @param scores the score of every class by name, in the classifier's order; together they make 1
 */
public record Prediction(String label, double score, Map<String, Double> scores) {

  /** Copies the scores, which keep their order. */
  public Prediction {
    scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
  }
}
