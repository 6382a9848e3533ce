package dev.kindling.models;

import dev.kindling.layers.Weight;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.Map;

/** Where the first numbers of new weights come from. */
interface WeightSource {

  /**
   * The numbers of a new weight, which are the network's own from then on.
   *
   * @throws IllegalArgumentException if there are none for it
   */
  Tensor first(String name, Shape shape, Weight weight);

  /** Where those of a model that is a layer come from. */
  default WeightSource below(String prefix) {
    return (name, shape, weight) -> first(prefix + name, shape, weight);
  }

  /** Copies of given weights: a config that asks for huge layers gets no memory for them. */
  static WeightSource copies(Map<String, Tensor> given) {
    return (name, shape, weight) -> {
      Tensor numbers = Network.required(name, shape, given);
      return Tensor.of(shape, numbers.data().clone());
    };
  }

  /** Zeros, to be overwritten by what a file has; a config cannot ask for more than that. */
  static WeightSource zeros(long most) {
    long[] left = {most};
    return (name, shape, weight) -> {
      left[0] -= shape.elements();
      if (left[0] < 0) {
        throw new IllegalArgumentException(
            "The layers need more numbers than the file has, %d. The first without: '%s', %s"
                .formatted(most, name, shape));
      }
      return Tensor.zeros(shape.toArray());
    };
  }
}
