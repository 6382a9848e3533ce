package dev.kindling.backbones;

import static dev.kindling.layers.ActivationFunction.RELU6;

import dev.kindling.image.ImageSize;
import dev.kindling.layers.Add;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.DepthwiseConv2D;
import dev.kindling.layers.KerasTensor;
import dev.kindling.layers.Layer;
import dev.kindling.layers.Padding;
import java.util.List;
import java.util.Locale;

/**
 * EfficientNet-Lite: EfficientNet (Tan and Le, 2019) without squeezing and with ReLU6, made for
 * small machines. Pictures go in as values from 0 to 255; 1280 features come out.
 *
 * <p>Layers are named as in the package {@code efficientnet-lite-pytorch}, so that its files of
 * weights fit by name ({@link ForeignWeights}).
 */
public enum EfficientNetLite implements Backbone {
  /** 3.4 million weights before the classes of ImageNet, 0.4 billion products a picture. */
  LITE0(1.0, 1.0, 224),
  /** 4.2 million, 0.6 billion. */
  LITE1(1.0, 1.1, 240),
  /** 4.9 million, 0.9 billion. */
  LITE2(1.1, 1.2, 260);

  /** The number of features. */
  public static final int FEATURES = 1280;

  private static final int STEM_FILTERS = 32;

  /** Of all its convolutions: TensorFlow's {@code SAME}. */
  private static final Padding SAME = Padding.SAME;

  /** Blocks alike, one after the other; the first of them has the stride. */
  private record Stage(
      int repeats, int kernel, int stride, int expansion, int filters, boolean deepens) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 3, 1, 1, 16, false),
          new Stage(2, 3, 2, 6, 24, true),
          new Stage(2, 5, 2, 6, 40, true),
          new Stage(3, 3, 2, 6, 80, true),
          new Stage(3, 5, 1, 6, 112, true),
          new Stage(4, 5, 2, 6, 192, true),
          new Stage(1, 3, 1, 6, 320, false));

  private final double width;
  private final double depth;
  private final int side;

  EfficientNetLite(double width, double depth, int side) {
    this.width = width;
    this.depth = depth;
    this.side = side;
  }

  @Override
  public String id() {
    return "efficientnet-" + name().toLowerCase(Locale.ROOT);
  }

  @Override
  public ImageSize imageSize() {
    return new ImageSize(side, side);
  }

  @Override
  public int featureCount() {
    return FEATURES;
  }

  @Override
  public Pixels pixels(boolean keras) {
    return Pixels.LITE;
  }

  @Override
  public Outline outline(ImageSize size, Pixels pixels) {
    String name = "efficientnet_" + name().toLowerCase(Locale.ROOT);
    Outline network = new Outline(name, size, pixels, 1e-3);
    network.block("_conv_stem");
    KerasTensor x = convolution(network, "_conv_stem", STEM_FILTERS, 3, 2, network.pixels());
    x = Outline.activated(RELU6, network.normalized("_bn0", x));
    int number = 0;
    for (Stage stage : STAGES) {
      for (int i = 0; i < repeats(stage); i++) {
        String block = "_blocks." + number++;
        network.block(block);
        x = block(network, block, stage, i == 0 ? stage.stride() : 1, x);
      }
    }
    network.block("_conv_head");
    x = network.normalized("_bn1", convolution(network, "_conv_head", FEATURES, 1, 1, x));
    network.classes("_fc", network.features(Outline.activated(RELU6, x)));
    return network;
  }

  /**
   * An inverted bottleneck: wider, a depthwise convolution, narrower; and what came in, if it fits.
   */
  private KerasTensor block(
      Outline network, String block, Stage stage, int stride, KerasTensor input) {
    String name = block + ".";
    int inputs = Outline.channels(input);
    int outputs = EfficientNet.inStepsOf8(stage.filters() * width);
    KerasTensor x = input;
    if (stage.expansion() > 1) {
      x = convolution(network, name + "_expand_conv", inputs * stage.expansion(), 1, 1, x);
      x = Outline.activated(RELU6, network.normalized(name + "_bn0", x));
    }
    Layer depthwise =
        new DepthwiseConv2D(stage.kernel()).strides(stride).padding(SAME).useBias(false);
    x = network.add(name + "_depthwise_conv", depthwise, x);
    x = Outline.activated(RELU6, network.normalized(name + "_bn1", x));
    x = convolution(network, name + "_project_conv", outputs, 1, 1, x);
    x = network.normalized(name + "_bn2", x);
    return stride == 1 && inputs == outputs ? network.add(name + "add", new Add(), x, input) : x;
  }

  /** TensorFlow's. */
  private static KerasTensor convolution(
      Outline network, String name, int filters, int kernel, int stride, KerasTensor x) {
    Conv2D layer = new Conv2D(filters, kernel).strides(stride).padding(SAME).useBias(false);
    return network.add(name, layer, x);
  }

  /** The first and the last stage are the same in all variants. */
  private int repeats(Stage stage) {
    return stage.deepens() ? (int) Math.ceil(stage.repeats() * depth) : stage.repeats();
  }
}
