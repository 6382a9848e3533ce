package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kindling.data.DataFolderException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much the pictures of each class count in training. Keras: {@code class_weight}, by the names
 * of the classes.
 *
 * @param balanced whether all classes count alike together, however many pictures each has: a
 *     picture counts pictures / (classes * pictures of its class)
 * @param byLabel the weight of each picture of a class; one of a class that is not named counts
 *     once
 */
public record ClassWeights(boolean balanced, Map<String, Double> byLabel) {

  private static final String BALANCED = "balanced";

  /** Checks that weights are not negative. */
  public ClassWeights {
    byLabel = Map.copyOf(byLabel);
    if (balanced && !byLabel.isEmpty()) {
      throw new IllegalArgumentException(
          "Class weights are balanced, or given by name. Received: both");
    }
    byLabel.forEach(
        (label, weight) -> {
          if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException(
                "A class weight must not be negative. Received: %s for '%s'"
                    .formatted(weight, label));
          }
        });
  }

  /** Every picture counts once. */
  public static ClassWeights none() {
    return new ClassWeights(false, Map.of());
  }

  /** All classes count alike together. */
  public static ClassWeights ofBalance() {
    return new ClassWeights(true, Map.of());
  }

  /** Pictures count by the names of their classes. */
  public static ClassWeights of(Map<String, Double> byLabel) {
    return new ClassWeights(false, byLabel);
  }

  /**
   * Checks that weights are for classes that there are.
   *
   * @throws DataFolderException if one is for none of the labels
   */
  void requireAmong(List<String> labels) throws DataFolderException {
    for (String label : byLabel.keySet()) {
      if (!labels.contains(label)) {
        throw new DataFolderException(
            "There is a class weight for '%s', but the classes of the folder are %s."
                .formatted(label, labels));
      }
    }
  }

  /**
   * The weights by the places of the labels; empty where every picture counts once.
   *
   * @param counts how many pictures of each label there are
   */
  Map<Integer, Double> of(List<String> labels, Map<String, Integer> counts) {
    int pictures = counts.values().stream().mapToInt(Integer::intValue).sum();
    Map<Integer, Double> weights = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      if (balanced) {
        weights.put(i, (double) pictures / labels.size() / counts.getOrDefault(label, 1));
      } else if (byLabel.containsKey(label)) {
        weights.put(i, byLabel.get(label));
      }
    }
    return weights;
  }

  /** {@code null}, {@code "balanced"}, or an object of numbers by label. */
  JsonNode toJson() {
    if (balanced) {
      return TextNode.valueOf(BALANCED);
    }
    if (byLabel.isEmpty()) {
      return NullNode.instance;
    }
    ObjectNode json = Json.object();
    new TreeMap<>(byLabel).forEach(json::put);
    return json;
  }

  /**
   * Class weights from their JSON form: {@code null}, {@code "balanced"}, or an object of numbers
   * by label.
   *
   * @throws IllegalArgumentException if it is anything else; the message says what
   */
  public static ClassWeights fromJson(JsonNode json) {
    if (json.isNull()) {
      return none();
    }
    if (json.asText().equals(BALANCED)) {
      return ofBalance();
    }
    Json object = new Json("class weights", json);
    Map<String, Double> byLabel = new LinkedHashMap<>();
    object.keys().forEach(label -> byLabel.put(label, object.number(label)));
    return of(byLabel);
  }
}
