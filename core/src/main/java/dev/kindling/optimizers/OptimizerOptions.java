package dev.kindling.optimizers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all optimizers take: the arguments that Keras's have in common.
 *
 * @param weightDecay the share, times the learning rate, by which weights shrink in each step
 *     before they are moved; 0 for none
 * @param excludeFromWeightDecay weights that do not shrink: those whose name holds one of these, as
 *     {@code bias} or {@code dense_1/}
 * @param clipnorm the greatest norm of one weight's gradient; 0 for any
 * @param clipvalue the greatest size of an element of a gradient; 0 for any
 * @param globalClipnorm the greatest norm of all gradients together; 0 for any
 * @param useEma whether the weights' moving average is kept, and takes their place when {@code fit}
 *     ends
 * @param emaMomentum how much of the average is kept in each step, 0 to 1
 * @param emaOverwriteFrequency after how many steps the average takes the weights' place, again and
 *     again; 0 for never before the end
 * @param learningRateMultipliers factors of the learning rate, by the name of a layer, a model or a
 *     weight, as {@code conv2d_1} or {@code conv2d_1/bias}; the longest name decides
 */
public record OptimizerOptions(
    double weightDecay,
    List<String> excludeFromWeightDecay,
    double clipnorm,
    double clipvalue,
    double globalClipnorm,
    boolean useEma,
    double emaMomentum,
    int emaOverwriteFrequency,
    Map<String, Double> learningRateMultipliers) {

  /** Checks the ranges. */
  public OptimizerOptions {
    excludeFromWeightDecay = List.copyOf(excludeFromWeightDecay);
    learningRateMultipliers =
        Collections.unmodifiableMap(new LinkedHashMap<>(learningRateMultipliers));
    requireNotNegative("weightDecay", weightDecay);
    requireNotNegative("clipnorm", clipnorm);
    requireNotNegative("clipvalue", clipvalue);
    requireNotNegative("globalClipnorm", globalClipnorm);
    requireNotNegative("emaOverwriteFrequency", emaOverwriteFrequency);
    learningRateMultipliers.forEach(OptimizerOptions::requireNotNegative);
    LearningRateSchedule.requireShare("emaMomentum", emaMomentum);
    if ((clipnorm > 0 ? 1 : 0) + (clipvalue > 0 ? 1 : 0) + (globalClipnorm > 0 ? 1 : 0) > 1) {
      throw new IllegalArgumentException(
          "Only one of clipnorm, clipvalue and globalClipnorm can be set. Received: clipnorm=%s, clipvalue=%s, globalClipnorm=%s"
              .formatted(clipnorm, clipvalue, globalClipnorm));
    }
  }

  /** Keras's defaults: nothing of all that. */
  public OptimizerOptions() {
    this(0, List.of(), 0, 0, 0, false, 0.99, 0, Map.of());
  }

  private static void requireNotNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s must not be negative. Received: %s=%s".formatted(name, name, value));
    }
  }

  /** The share of the learning rate by which a weight shrinks in a step. */
  double weightDecay(String weight) {
    return excludeFromWeightDecay.stream().anyMatch(weight::contains) ? 0 : weightDecay;
  }

  /** The factor of a weight's learning rate. */
  double multiplier(String weight) {
    String decides = "";
    double factor = 1;
    for (Map.Entry<String, Double> each : learningRateMultipliers.entrySet()) {
      String name = each.getKey();
      boolean named = weight.equals(name) || weight.startsWith(name + "/");
      if (named && name.length() > decides.length()) {
        decides = name;
        factor = each.getValue();
      }
    }
    return factor;
  }

  OptimizerOptions withWeightDecay(double weightDecay) {
    return new OptimizerOptions(
        weightDecay,
        excludeFromWeightDecay,
        clipnorm,
        clipvalue,
        globalClipnorm,
        useEma,
        emaMomentum,
        emaOverwriteFrequency,
        learningRateMultipliers);
  }

  OptimizerOptions withExcluded(List<String> excludeFromWeightDecay) {
    return new OptimizerOptions(
        weightDecay,
        excludeFromWeightDecay,
        clipnorm,
        clipvalue,
        globalClipnorm,
        useEma,
        emaMomentum,
        emaOverwriteFrequency,
        learningRateMultipliers);
  }

  OptimizerOptions withClipping(double clipnorm, double clipvalue, double globalClipnorm) {
    return new OptimizerOptions(
        weightDecay,
        excludeFromWeightDecay,
        clipnorm,
        clipvalue,
        globalClipnorm,
        useEma,
        emaMomentum,
        emaOverwriteFrequency,
        learningRateMultipliers);
  }

  OptimizerOptions withEma(boolean useEma, double emaMomentum, int emaOverwriteFrequency) {
    return new OptimizerOptions(
        weightDecay,
        excludeFromWeightDecay,
        clipnorm,
        clipvalue,
        globalClipnorm,
        useEma,
        emaMomentum,
        emaOverwriteFrequency,
        learningRateMultipliers);
  }

  OptimizerOptions withMultiplier(String name, double factor) {
    Map<String, Double> more = new LinkedHashMap<>(learningRateMultipliers);
    more.put(name, factor);
    return new OptimizerOptions(
        weightDecay,
        excludeFromWeightDecay,
        clipnorm,
        clipvalue,
        globalClipnorm,
        useEma,
        emaMomentum,
        emaOverwriteFrequency,
        more);
  }
}
