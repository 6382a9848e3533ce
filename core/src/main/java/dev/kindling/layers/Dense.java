package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Gemm;
import dev.kindling.tensor.Shape;

/**
 * A fully connected layer: {@code (n, features)} to {@code (n, units)} by a matrix {@code
 * (features, units)}. Keras: {@code Dense}.
 *
 * @param units the number of outputs, at least 1
 * @param activation the function of the output
 * @param useBias whether a number of its own is added to each output
 * @param kernel how the matrix begins and what it is held to
 * @param bias how the bias begins and what it is held to
 */
public record Dense(
    int units,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions kernel,
    WeightOptions bias)
    implements Layer {

  /** Checks that there are units. */
  public Dense {
    if (units < 1) {
      throw new IllegalArgumentException(
          "The units of a Dense must be at least 1. Received: units=" + units);
    }
  }

  /** Keras's defaults: no activation, a bias. */
  public Dense(int units) {
    this(units, ActivationFunction.LINEAR, true, WeightOptions.KERNEL, WeightOptions.ZEROS);
  }

  /** This layer with another activation. */
  public Dense activation(ActivationFunction activation) {
    return new Dense(units, activation, useBias, kernel, bias);
  }

  /** This layer with or without a bias. */
  public Dense useBias(boolean useBias) {
    return new Dense(units, activation, useBias, kernel, bias);
  }

  /** This layer with a matrix that begins otherwise. */
  public Dense kernelInitializer(Initializer initializer) {
    return new Dense(units, activation, useBias, kernel.initializer(initializer), bias);
  }

  /** This layer with its matrix in the loss. */
  public Dense kernelRegularizer(Regularizer regularizer) {
    return new Dense(units, activation, useBias, kernel.regularizer(regularizer), bias);
  }

  /** This layer with its matrix held to a length. */
  public Dense kernelConstraint(MaxNorm constraint) {
    return new Dense(units, activation, useBias, kernel.constraint(constraint), bias);
  }

  /** This layer with a bias that begins otherwise. */
  public Dense biasInitializer(Initializer initializer) {
    return new Dense(units, activation, useBias, kernel, bias.initializer(initializer));
  }

  /** This layer with its bias in the loss. */
  public Dense biasRegularizer(Regularizer regularizer) {
    return new Dense(units, activation, useBias, kernel, bias.regularizer(regularizer));
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    Shape rows = to.shape(input);
    if (rows.rank() != 2) {
      throw new IllegalArgumentException(
          "Dense '%s' takes rows of numbers, (None, features); put a Flatten before it. Received: %s"
              .formatted(name, to.kerasShape(input)));
    }
    Shape matrix = Shape.of(rows.size(1), units);
    String numbers =
        to.parameter(name + "/kernel", matrix, new Weight(kernel, KerasArray.same(matrix)));
    return activation.lower(name, to.withBias(name, new Gemm(), input, numbers, useBias, bias), to);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("units", units);
    config.put("activation", activation.kerasName());
    config.put("use_bias", useBias);
    kernel.write(config, "kernel");
    bias.write(config, "bias");
    config.putNull("quantization_config");
  }

  static Dense read(Config config) {
    return new Dense(
        config.integer("units"),
        config.choice("activation", ActivationFunction.values()),
        config.flag("use_bias"),
        WeightOptions.KERNEL.read(config, "kernel"),
        WeightOptions.ZEROS.read(config, "bias"));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
