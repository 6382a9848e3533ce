package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Conv;
import dev.kindling.tensor.Shape;

/**
 * A convolution over pictures: {@code (n, height, width, channels)} to {@code (n, rows, columns,
 * filters)}. Keras: {@code Conv2D}.
 *
 * <p>Its kernel is kept as {@code (filters, channels / groups, height, width)}, ONNX's order;
 * Keras's is {@code (height, width, channels / groups, filters)}.
 *
 * @param filters the number of channels of the output, at least 1
 * @param kernelSize rows and columns of the window
 * @param strides the step from one place of the window to the next
 * @param padding what surrounds the picture
 * @param dilationRate the distance in the picture between two neighbours of the kernel
 * @param groups the number of parts into which channels and filters are divided
 * @param activation the function of the output
 * @param useBias whether a number of its own is added to each channel
 * @param kernel how the kernel begins and what it is held to
 * @param bias how the bias begins and what it is held to
 */
public record Conv2D(
    int filters,
    Extent kernelSize,
    Extent strides,
    Padding padding,
    Extent dilationRate,
    int groups,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions kernel,
    WeightOptions bias)
    implements Layer {

  /** Checks that there are filters, and as many in each group. */
  public Conv2D {
    if (filters < 1) {
      throw new IllegalArgumentException(
          "The filters of a Conv2D must be at least 1. Received: filters=" + filters);
    }
    if (groups < 1 || filters % groups != 0) {
      throw new IllegalArgumentException(
          "The groups of a Conv2D must divide its filters. Received: filters=%d, groups=%d"
              .formatted(filters, groups));
    }
  }

  /** Keras's defaults: steps of 1, no padding, no activation, a bias. */
  public Conv2D(int filters, Extent kernelSize) {
    this(
        filters,
        kernelSize,
        Extent.square(1),
        Padding.VALID,
        Extent.square(1),
        1,
        ActivationFunction.LINEAR,
        true,
        WeightOptions.KERNEL,
        WeightOptions.ZEROS);
  }

  /** A window with as many rows as columns. */
  public Conv2D(int filters, int kernelSize) {
    this(filters, Extent.square(kernelSize));
  }

  /** This layer with other steps. */
  public Conv2D strides(int rows, int columns) {
    Extent steps = new Extent(rows, columns);
    return new Conv2D(
        filters,
        kernelSize,
        steps,
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel,
        bias);
  }

  /** This layer with other steps, as many rows as columns. */
  public Conv2D strides(int strides) {
    return strides(strides, strides);
  }

  /** This layer with another padding. */
  public Conv2D padding(Padding padding) {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel,
        bias);
  }

  /** This layer with neighbours of the kernel further apart. */
  public Conv2D dilationRate(int dilationRate) {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        padding,
        Extent.square(dilationRate),
        groups,
        activation,
        useBias,
        kernel,
        bias);
  }

  /** This layer with channels and filters divided into groups. */
  public Conv2D groups(int groups) {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel,
        bias);
  }

  /** This layer with another activation. */
  public Conv2D activation(ActivationFunction activation) {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel,
        bias);
  }

  /** This layer with or without a bias. */
  public Conv2D useBias(boolean useBias) {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel,
        bias);
  }

  /** This layer with a kernel that begins otherwise. */
  public Conv2D kernelInitializer(Initializer initializer) {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel.initializer(initializer),
        bias);
  }

  /** This layer with its kernel in the loss. */
  public Conv2D kernelRegularizer(Regularizer regularizer) {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel.regularizer(regularizer),
        bias);
  }

  /** This layer with its kernel held to a length. */
  public Conv2D kernelConstraint(MaxNorm constraint) {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel.constraint(constraint),
        bias);
  }

  /** This layer with a bias that begins otherwise. */
  public Conv2D biasInitializer(Initializer initializer) {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel,
        bias.initializer(initializer));
  }

  /** This layer with its bias in the loss. */
  public Conv2D biasRegularizer(Regularizer regularizer) {
    return new Conv2D(
        filters,
        kernelSize,
        strides,
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel,
        bias.regularizer(regularizer));
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    Shape picture = to.requirePictures(this, name, input);
    int channels = picture.size(1) / groups;
    Conv.Dilation dilation = new Conv.Dilation(dilationRate.height(), dilationRate.width());
    Conv conv =
        new Conv(padding.window(kernelSize, strides, dilationRate, picture), dilation, groups);
    Shape kernelShape = Shape.of(filters, channels, kernelSize.height(), kernelSize.width());
    KerasArray inKeras = KerasArray.kernel(kernelSize, channels, filters);
    String numbers = to.parameter(name + "/kernel", kernelShape, new Weight(kernel, inKeras));
    return activation.lower(name, to.withBias(name, conv, input, numbers, useBias, bias), to);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("filters", filters);
    Config.write(config, "kernel_size", kernelSize);
    Config.write(config, "strides", strides);
    config.put("padding", padding.kerasName());
    config.put("data_format", "channels_last");
    Config.write(config, "dilation_rate", dilationRate);
    config.put("groups", groups);
    config.put("activation", activation.kerasName());
    config.put("use_bias", useBias);
    kernel.write(config, "kernel");
    bias.write(config, "bias");
    config.putNull("activity_regularizer");
  }

  static Conv2D read(Config config) {
    return new Conv2D(
        config.integer("filters"),
        config.extent("kernel_size"),
        config.extent("strides"),
        config.choice("padding", Padding.values()),
        config.extent("dilation_rate"),
        config.integer("groups"),
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
