package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Conv;
import dev.kindling.graph.Window;
import dev.kindling.tensor.Shape;

/**
 * A convolution over pictures: {@code (n, height, width, channels)} to {@code (n, rows, columns,
 * filters)}. Keras: {@code Conv2D}.
 *
 * <p>Its kernel is kept as {@code (filters, channels, height, width)}, ONNX's order; Keras's is
 * {@code (height, width, channels, filters)}.
 *
 * @param filters the number of channels of the output, at least 1
 * @param kernelSize rows and columns of the window
 * @param strides the step from one place of the window to the next
 * @param padding what surrounds the picture
 * @param activation the function of the output
 * @param useBias whether a number of its own is added to each channel
 */
public record Conv2D(
    int filters,
    Extent kernelSize,
    Extent strides,
    Padding padding,
    ActivationFunction activation,
    boolean useBias)
    implements Layer {

  /** Checks that there are filters. */
  public Conv2D {
    if (filters < 1) {
      throw new IllegalArgumentException(
          "The filters of a Conv2D must be at least 1. Received: filters=" + filters);
    }
  }

  /** Keras's defaults: steps of 1, no padding, no activation, a bias. */
  public Conv2D(int filters, Extent kernelSize) {
    this(filters, kernelSize, Extent.square(1), Padding.VALID, ActivationFunction.LINEAR, true);
  }

  /** A window with as many rows as columns. */
  public Conv2D(int filters, int kernelSize) {
    this(filters, Extent.square(kernelSize));
  }

  /** This layer with other steps. */
  public Conv2D strides(int rows, int columns) {
    return new Conv2D(filters, kernelSize, new Extent(rows, columns), padding, activation, useBias);
  }

  /** This layer with other steps, as many rows as columns. */
  public Conv2D strides(int strides) {
    return strides(strides, strides);
  }

  /** This layer with another padding. */
  public Conv2D padding(Padding padding) {
    return new Conv2D(filters, kernelSize, strides, padding, activation, useBias);
  }

  /** This layer with another activation. */
  public Conv2D activation(ActivationFunction activation) {
    return new Conv2D(filters, kernelSize, strides, padding, activation, useBias);
  }

  /** This layer with or without a bias. */
  public Conv2D useBias(boolean useBias) {
    return new Conv2D(filters, kernelSize, strides, padding, activation, useBias);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    Shape picture = to.requirePictures(this, name, input);
    Window window = padding.window(kernelSize, strides, picture);
    Shape kernelShape = Shape.of(filters, picture.size(1), kernelSize.height(), kernelSize.width());
    String kernel = to.parameter(name + "/kernel", kernelShape, Initializer.GLOROT_UNIFORM);
    String sum;
    if (useBias) {
      String bias = to.parameter(name + "/bias", Shape.of(filters), Initializer.ZEROS);
      sum = to.node(name, new Conv(window), input, kernel, bias);
    } else {
      sum = to.node(name, new Conv(window), input, kernel);
    }
    return activation.lower(name, sum, to);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("filters", filters);
    Config.write(config, "kernel_size", kernelSize);
    Config.write(config, "strides", strides);
    config.put("padding", padding.kerasName());
    config.put("data_format", "channels_last");
    Config.write(config, "dilation_rate", Extent.square(1));
    config.put("groups", 1);
    config.put("activation", activation.kerasName());
    config.put("use_bias", useBias);
    Config.writeInitializers(config);
    config.putNull("kernel_regularizer").putNull("bias_regularizer");
    config.putNull("activity_regularizer");
    config.putNull("kernel_constraint").putNull("bias_constraint");
  }

  static Conv2D read(Config config) {
    return new Conv2D(
        config.integer("filters"),
        config.extent("kernel_size"),
        config.extent("strides"),
        config.choice("padding", Padding.values()),
        config.choice("activation", ActivationFunction.values()),
        config.flag("use_bias"));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
