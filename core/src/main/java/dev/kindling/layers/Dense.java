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
 */
public record Dense(int units, ActivationFunction activation, boolean useBias) implements Layer {

  /** Checks that there are units. */
  public Dense {
    if (units < 1) {
      throw new IllegalArgumentException(
          "The units of a Dense must be at least 1. Received: units=" + units);
    }
  }

  /** Keras's defaults: no activation, a bias. */
  public Dense(int units) {
    this(units, ActivationFunction.LINEAR, true);
  }

  /** This layer with another activation. */
  public Dense activation(ActivationFunction activation) {
    return new Dense(units, activation, useBias);
  }

  /** This layer with or without a bias. */
  public Dense useBias(boolean useBias) {
    return new Dense(units, activation, useBias);
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
    String kernel = to.parameter(name + "/kernel", matrix, Initializer.GLOROT_UNIFORM);
    String sum;
    if (useBias) {
      String bias = to.parameter(name + "/bias", Shape.of(units), Initializer.ZEROS);
      sum = to.node(name, new Gemm(), input, kernel, bias);
    } else {
      sum = to.node(name, new Gemm(), input, kernel);
    }
    return activation.lower(name, sum, to);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("units", units);
    config.put("activation", activation.kerasName());
    config.put("use_bias", useBias);
    Config.writeInitializers(config);
    config.putNull("kernel_regularizer").putNull("bias_regularizer");
    config.putNull("kernel_constraint").putNull("bias_constraint");
    config.putNull("quantization_config");
  }

  static Dense read(Config config) {
    return new Dense(
        config.integer("units"),
        config.choice("activation", ActivationFunction.values()),
        config.flag("use_bias"));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
