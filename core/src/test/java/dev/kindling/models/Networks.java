package dev.kindling.models;

import dev.kindling.layers.Activation;
import dev.kindling.layers.ActivationFunction;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Dropout;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.layers.MaxPooling2D;
import dev.kindling.tensor.Tensor;
import java.util.Map;
import java.util.Objects;

/** Networks to be tested. */
final class Networks {

  private Networks() {}

  /** The network of the article. */
  static Sequential article() {
    Sequential model = new Sequential();
    model.add(new Input(150, 150, 3));
    for (int filters : new int[] {32, 32, 64}) {
      model.add(new Conv2D(filters, 3));
      model.add(new Activation(ActivationFunction.RELU));
      model.add(new MaxPooling2D(2));
    }
    model.add(new Flatten());
    model.add(new Dense(64));
    model.add(new Activation(ActivationFunction.RELU));
    model.add(new Dropout(0.5));
    model.add(new Dense(1));
    model.add(new Activation(ActivationFunction.SIGMOID));
    return model;
  }

  /** The same kind of network for pictures of 12 by 12. */
  static Sequential small() {
    Sequential model = new Sequential();
    model.add(new Input(12, 12, 3));
    model.add(new Conv2D(4, 3));
    model.add(new Activation(ActivationFunction.RELU));
    model.add(new MaxPooling2D(2));
    model.add(new Flatten());
    model.add(new Dense(8).activation(ActivationFunction.RELU));
    model.add(new Dropout(0.2));
    model.add(new Dense(1));
    model.add(new Activation(ActivationFunction.SIGMOID));
    return model;
  }

  /** The numbers of a weight themselves. */
  static float[] numbers(Map<String, Tensor> weights, String name) {
    return Objects.requireNonNull(weights.get(name), name).data();
  }
}
