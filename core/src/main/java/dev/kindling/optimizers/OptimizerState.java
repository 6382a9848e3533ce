package dev.kindling.optimizers;

import dev.kindling.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that an optimizer remembers between steps: with the weights, what a training needs to go on
 * as if it had not been interrupted.
 *
 * @param iterations how many steps were taken
 * @param learningRate the learning rate where it was set while training; null where it is the
 *     optimizer's own
 * @param arrays what is remembered of each weight, by the weight's name and Keras's name of it, as
 *     {@code conv2d/kernel/velocity}; {@code average} is the moving average of the weight
 */
public record OptimizerState(
    long iterations, @Nullable Double learningRate, Map<String, Tensor> arrays) {

  /** Copies the map, in its order. */
  public OptimizerState {
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
  }
}
