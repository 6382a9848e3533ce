package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Conv;
import dev.kindling.tensor.Shape;

/**
 * A convolution of each channel by itself: {@code (n, height, width, channels)} to {@code (n, rows,
 * columns, channels * depthMultiplier)}. Keras: {@code DepthwiseConv2D}.
 *
 * <p>Its kernel is kept as {@code (channels * depthMultiplier, 1, height, width)}, ONNX's order;
 * Keras's is {@code (height, width, channels, depthMultiplier)}.
 *
 * @param kernelSize rows and columns of the window
 * @param strides the step from one place of the window to the next
 * @param padding what surrounds the picture
 * @param depthMultiplier how many channels are made of each, at least 1
 * @param dilationRate the distance in the picture between two neighbours of the kernel
 * @param activation the function of the output
 * @param useBias whether a number of its own is added to each channel
 * @param depthwise how the kernel begins and what it is held to
 * @param bias how the bias begins and what it is held to
 */
public record DepthwiseConv2D(
    Extent kernelSize,
    Extent strides,
    Padding padding,
    int depthMultiplier,
    Extent dilationRate,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions depthwise,
    WeightOptions bias)
    implements Layer {

  /** Checks that some channel is made of each. */
  public DepthwiseConv2D {
    if (depthMultiplier < 1) {
      throw new IllegalArgumentException(
          "The depthMultiplier of a DepthwiseConv2D must be at least 1. Received: "
              + "depthMultiplier="
              + depthMultiplier);
    }
  }

  /** Keras's defaults: steps of 1, no padding, one channel of each, no activation, a bias. */
  public DepthwiseConv2D(int kernelSize) {
    this(
        Extent.square(kernelSize),
        Extent.square(1),
        Padding.VALID,
        1,
        Extent.square(1),
        ActivationFunction.LINEAR,
        true,
        WeightOptions.KERNEL,
        WeightOptions.ZEROS);
  }

  /** This layer with other steps, as many rows as columns. */
  public DepthwiseConv2D strides(int strides) {
    return new DepthwiseConv2D(
        kernelSize,
        Extent.square(strides),
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise,
        bias);
  }

  /** This layer with another padding. */
  public DepthwiseConv2D padding(Padding padding) {
    return new DepthwiseConv2D(
        kernelSize,
        strides,
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise,
        bias);
  }

  /** This layer with more channels made of each. */
  public DepthwiseConv2D depthMultiplier(int depthMultiplier) {
    return new DepthwiseConv2D(
        kernelSize,
        strides,
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise,
        bias);
  }

  /** This layer with neighbours of the kernel further apart. */
  public DepthwiseConv2D dilationRate(int dilationRate) {
    return new DepthwiseConv2D(
        kernelSize,
        strides,
        padding,
        depthMultiplier,
        Extent.square(dilationRate),
        activation,
        useBias,
        depthwise,
        bias);
  }

  /** This layer with another activation. */
  public DepthwiseConv2D activation(ActivationFunction activation) {
    return new DepthwiseConv2D(
        kernelSize,
        strides,
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise,
        bias);
  }

  /** This layer with or without a bias. */
  public DepthwiseConv2D useBias(boolean useBias) {
    return new DepthwiseConv2D(
        kernelSize,
        strides,
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise,
        bias);
  }

  /** This layer with a kernel that begins otherwise. */
  public DepthwiseConv2D depthwiseInitializer(Initializer initializer) {
    return new DepthwiseConv2D(
        kernelSize,
        strides,
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise.initializer(initializer),
        bias);
  }

  /** This layer with its kernel in the loss. */
  public DepthwiseConv2D depthwiseRegularizer(Regularizer regularizer) {
    return new DepthwiseConv2D(
        kernelSize,
        strides,
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise.regularizer(regularizer),
        bias);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    Shape picture = to.requirePictures(this, name, input);
    int channels = picture.size(1);
    Conv.Dilation dilation = new Conv.Dilation(dilationRate.height(), dilationRate.width());
    Conv conv =
        new Conv(padding.window(kernelSize, strides, dilationRate, picture), dilation, channels);
    Shape shape = Shape.of(channels * depthMultiplier, 1, kernelSize.height(), kernelSize.width());
    KerasArray inKeras = KerasArray.depthwise(kernelSize, channels, depthMultiplier);
    String kernel = to.parameter(name + "/kernel", shape, new Weight(depthwise, inKeras));
    return activation.lower(name, to.withBias(name, conv, input, kernel, useBias, bias), to);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("depth_multiplier", depthMultiplier);
    Config.write(config, "kernel_size", kernelSize);
    Config.write(config, "strides", strides);
    config.put("padding", padding.kerasName());
    config.put("data_format", "channels_last");
    Config.write(config, "dilation_rate", dilationRate);
    config.put("activation", activation.kerasName());
    config.put("use_bias", useBias);
    depthwise.write(config, "depthwise");
    bias.write(config, "bias");
    config.putNull("activity_regularizer");
  }

  static DepthwiseConv2D read(Config config) {
    return new DepthwiseConv2D(
        config.extent("kernel_size"),
        config.extent("strides"),
        config.choice("padding", Padding.values()),
        config.integer("depth_multiplier"),
        config.extent("dilation_rate"),
        config.choice("activation", ActivationFunction.values()),
        config.flag("use_bias"),
        WeightOptions.KERNEL.read(config, "depthwise"),
        WeightOptions.ZEROS.read(config, "bias"));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
