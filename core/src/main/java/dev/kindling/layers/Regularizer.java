package dev.kindling.layers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is added to the loss for a weight: {@code l1 * sum(|w|) + l2 * sum(w * w)}. Keras: {@code
 * L1}, {@code L2}, {@code L1L2}.
 *
 * @param className Keras's name of the kind
 * @param l1 at least 0
 * @param l2 at least 0
 */
public record Regularizer(String className, double l1, double l2) {

  /** Checks that neither is negative. */
  public Regularizer {
    if (!(l1 >= 0 && l2 >= 0)) {
      throw new IllegalArgumentException(
          "The factors of a regularizer must not be negative. Received: l1=%s, l2=%s"
              .formatted(l1, l2));
    }
  }

  /** {@code l1 * sum(|w|)}. */
  public static Regularizer l1(double l1) {
    return new Regularizer("L1", l1, 0);
  }

  /** {@code l2 * sum(w * w)}. */
  public static Regularizer l2(double l2) {
    return new Regularizer("L2", 0, l2);
  }

  /** Both. */
  public static Regularizer l1l2(double l1, double l2) {
    return new Regularizer("L1L2", l1, l2);
  }

  /** What is added to the loss. */
  public double penalty(float[] weights) {
    double absolute = 0;
    double squared = 0;
    for (float weight : weights) {
      absolute += Math.abs(weight);
      squared += (double) weight * weight;
    }
    return l1 * absolute + l2 * squared;
  }

  /** Adds the gradient of the penalty by each weight; by one that is 0, nothing. */
  public void addGradient(float[] weights, float[] gradients) {
    for (int i = 0; i < weights.length; i++) {
      gradients[i] += (float) (l1 * Math.signum(weights[i]) + 2 * l2 * weights[i]);
    }
  }

  ObjectNode toJson() {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    if (!className.equals("L2")) {
      config.put("l1", l1);
    }
    if (!className.equals("L1")) {
      config.put("l2", l2);
    }
    return LayerConfig.object("keras.regularizers", className, config);
  }

  static @Nullable Regularizer read(Config config, String key) {
    JsonNode json = config.object(key);
    if (json == null) {
      return null;
    }
    String className = json.path("class_name").asText();
    if (!List.of("L1", "L2", "L1L2").contains(className)) {
      throw config.wrong(key, "L1, L2 or L1L2");
    }
    double l1 = json.path("config").path("l1").asDouble();
    double l2 = json.path("config").path("l2").asDouble();
    return new Regularizer(className, l1, l2);
  }
}
