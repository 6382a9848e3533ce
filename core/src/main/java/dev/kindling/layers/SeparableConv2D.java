package dev.kindling.layers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.graph.Conv;
import dev.kindling.graph.Window;
import dev.kindling.tensor.Shape;

/**
 * A depthwise convolution and then one of single pixels over all channels: {@code (n, height,
 * width, channels)} to {@code (n, rows, columns, filters)}. Keras: {@code SeparableConv2D}.
 *
 * @param filters the number of channels of the output, at least 1
 * @param kernelSize rows and columns of the window
 * @param strides the step from one place of the window to the next
 * @param padding what surrounds the picture
 * @param depthMultiplier how many channels are made of each in between, at least 1
 * @param dilationRate the distance in the picture between two neighbours of the kernel
 * @param activation the function of the output
 * @param useBias whether a number of its own is added to each channel of the output
 * @param depthwise how the first kernel begins and what it is held to
 * @param pointwise the same of the second kernel
 * @param bias the same of the bias
 */
public record SeparableConv2D(
    int filters,
    Extent kernelSize,
    Extent strides,
    Padding padding,
    int depthMultiplier,
    Extent dilationRate,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions depthwise,
    WeightOptions pointwise,
    WeightOptions bias)
    implements Layer {

  private static final Window PIXEL = new Window(1, 1, 1, 1, dev.kindling.graph.Padding.NONE);

  /** Checks that there are filters, and channels in between. */
  public SeparableConv2D {
    if (filters < 1 || depthMultiplier < 1) {
      throw new IllegalArgumentException(
          "The filters and the depthMultiplier of a SeparableConv2D must be at least 1. Received: "
              + "filters=%d, depthMultiplier=%d".formatted(filters, depthMultiplier));
    }
  }

  /** Keras's defaults: steps of 1, no padding, no activation, a bias. */
  public SeparableConv2D(int filters, int kernelSize) {
    this(
        filters,
        Extent.square(kernelSize),
        Extent.square(1),
        Padding.VALID,
        1,
        Extent.square(1),
        ActivationFunction.LINEAR,
        true,
        WeightOptions.KERNEL,
        WeightOptions.KERNEL,
        WeightOptions.ZEROS);
  }

  /** This layer with other steps, as many rows as columns. */
  public SeparableConv2D strides(int strides) {
    return new SeparableConv2D(
        filters,
        kernelSize,
        Extent.square(strides),
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise,
        pointwise,
        bias);
  }

  /** This layer with another padding. */
  public SeparableConv2D padding(Padding padding) {
    return new SeparableConv2D(
        filters,
        kernelSize,
        strides,
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise,
        pointwise,
        bias);
  }

  /** This layer with more channels in between. */
  public SeparableConv2D depthMultiplier(int depthMultiplier) {
    return new SeparableConv2D(
        filters,
        kernelSize,
        strides,
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise,
        pointwise,
        bias);
  }

  /** This layer with another activation. */
  public SeparableConv2D activation(ActivationFunction activation) {
    return new SeparableConv2D(
        filters,
        kernelSize,
        strides,
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise,
        pointwise,
        bias);
  }

  /** This layer with or without a bias. */
  public SeparableConv2D useBias(boolean useBias) {
    return new SeparableConv2D(
        filters,
        kernelSize,
        strides,
        padding,
        depthMultiplier,
        dilationRate,
        activation,
        useBias,
        depthwise,
        pointwise,
        bias);
  }

  @Override
  public String lower(String name, String input, Lowering to) {
    Shape picture = to.requirePictures(this, name, input);
    int channels = picture.size(1);
    int between = channels * depthMultiplier;
    Conv.Dilation dilation = new Conv.Dilation(dilationRate.height(), dilationRate.width());
    Conv conv =
        new Conv(padding.window(kernelSize, strides, dilationRate, picture), dilation, channels);
    Shape shape = Shape.of(between, 1, kernelSize.height(), kernelSize.width());
    KerasArray inKeras = KerasArray.depthwise(kernelSize, channels, depthMultiplier);
    String first = to.parameter(name + "/depthwise_kernel", shape, new Weight(depthwise, inKeras));
    KerasArray pixel = KerasArray.kernel(Extent.square(1), between, filters);
    String second =
        to.parameter(
            name + "/pointwise_kernel",
            Shape.of(filters, between, 1, 1),
            new Weight(pointwise, pixel));
    String channelwise = to.node(name + "/depthwise", conv, input, first);
    String sum = to.withBias(name, new Conv(PIXEL), channelwise, second, useBias, bias);
    return activation.lower(name, sum, to);
  }

  @Override
  public void writeOptions(ObjectNode config) {
    config.put("depth_multiplier", depthMultiplier);
    config.put("filters", filters);
    Config.write(config, "kernel_size", kernelSize);
    Config.write(config, "strides", strides);
    config.put("padding", padding.kerasName());
    config.put("data_format", "channels_last");
    Config.write(config, "dilation_rate", dilationRate);
    config.put("activation", activation.kerasName());
    config.put("use_bias", useBias);
    depthwise.write(config, "depthwise");
    pointwise.write(config, "pointwise");
    bias.write(config, "bias");
    config.putNull("activity_regularizer");
  }

  static SeparableConv2D read(Config config) {
    return new SeparableConv2D(
        config.integer("filters"),
        config.extent("kernel_size"),
        config.extent("strides"),
        config.choice("padding", Padding.values()),
        config.integer("depth_multiplier"),
        config.extent("dilation_rate"),
        config.choice("activation", ActivationFunction.values()),
        config.flag("use_bias"),
        WeightOptions.KERNEL.read(config, "depthwise"),
        WeightOptions.KERNEL.read(config, "pointwise"),
        WeightOptions.ZEROS.read(config, "bias"));
  }

  @Override
  public boolean isBuilt() {
    return true;
  }
}
