package dev.kindling.backbones;

import static dev.kindling.layers.ActivationFunction.RELU6;

import dev.kindling.image.ImageSize;
import dev.kindling.layers.Activation;
import dev.kindling.layers.Add;
import dev.kindling.layers.BatchNormalization;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.DepthwiseConv2D;
import dev.kindling.layers.GlobalAveragePooling2D;
import dev.kindling.layers.KerasTensor;
import dev.kindling.layers.Layer;
import dev.kindling.layers.Padding;
import dev.kindling.layers.Rescaling;
import dev.kindling.models.Model;
import dev.kindling.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * EfficientNet-Lite: EfficientNet (Tan and Le, 2019) without squeezing and with ReLU6, made for
 * small machines. Pictures go in as values from 0 to 255; 1280 features come out.
 *
 * <p>Layers are named as in the package {@code efficientnet-lite-pytorch}, so that its files of
 * weights fit by name ({@link TorchNames}).
 */
public enum EfficientNetLite {
  /** 3.4 million weights before the classes of ImageNet, 0.4 billion products a picture. */
  LITE0(1.0, 1.0, 224),
  /** 4.2 million, 0.6 billion. */
  LITE1(1.0, 1.1, 240),
  /** 4.9 million, 0.9 billion. */
  LITE2(1.1, 1.2, 260);

  /** The number of features. */
  public static final int FEATURES = 1280;

  private static final int STEM_FILTERS = 32;
  private static final int FILTERS_IN_STEPS_OF = 8;

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

  /** The size of the pictures that it was trained on. */
  public ImageSize imageSize() {
    return new ImageSize(side, side);
  }

  /** The weights that its authors trained on ImageNet. */
  public PublishedWeights published() {
    return WeightsCatalog.find("efficientnet-" + name().toLowerCase(Locale.ROOT));
  }

  /**
   * The network up to its features, {@code (n, 1280)}, with the weights of a file: PyTorch's, or
   * any other that names them so.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException naming the weights that are missing or have another shape
   */
  public Model features(Path weights) throws IOException {
    Model model = features();
    TorchNames.load(model, WeightFile.read(weights).tensors());
    return model;
  }

  /** The network up to its features, {@code (n, 1280)}, with first weights drawn at random. */
  public Model features() {
    return features(imageSize());
  }

  Model features(ImageSize size) {
    KerasTensor input = KerasTensor.input(size.height(), size.width(), 3);
    // What the published weights were trained with: (x - 127) / 128.
    KerasTensor x = new Rescaling(1 / 128.0, -127 / 128.0).apply("rescaling", input);
    x = convolution("_conv_stem", STEM_FILTERS, 3, 2, x);
    x = relu6(normalized("_bn0", x));
    int block = 0;
    int filters = STEM_FILTERS;
    for (Stage stage : STAGES) {
      int outputs = filters(stage.filters());
      for (int i = 0; i < repeats(stage); i++) {
        x =
            block(
                "_blocks." + block++ + ".",
                stage,
                i == 0 ? stage.stride() : 1,
                filters,
                outputs,
                x);
        filters = outputs;
      }
    }
    x = relu6(normalized("_bn1", convolution("_conv_head", FEATURES, 1, 1, x)));
    KerasTensor features = new GlobalAveragePooling2D().apply("features", x);
    return new Model(
        "efficientnet_" + name().toLowerCase(Locale.ROOT), List.of(input), List.of(features));
  }

  /**
   * An inverted bottleneck: wider, a depthwise convolution, narrower; and what came in, if it fits.
   */
  private static KerasTensor block(
      String name, Stage stage, int stride, int inputs, int outputs, KerasTensor input) {
    KerasTensor x = input;
    if (stage.expansion() > 1) {
      x = convolution(name + "_expand_conv", inputs * stage.expansion(), 1, 1, x);
      x = relu6(normalized(name + "_bn0", x));
    }
    Layer depthwise =
        new DepthwiseConv2D(stage.kernel()).strides(stride).padding(SAME).useBias(false);
    x = depthwise.apply(name + "_depthwise_conv", x);
    x = relu6(normalized(name + "_bn1", x));
    x = normalized(name + "_bn2", convolution(name + "_project_conv", outputs, 1, 1, x));
    return stride == 1 && inputs == outputs ? new Add().apply(name + "add", x, input) : x;
  }

  private static KerasTensor convolution(
      String name, int filters, int kernel, int stride, KerasTensor x) {
    return new Conv2D(filters, kernel).strides(stride).padding(SAME).useBias(false).apply(name, x);
  }

  private static KerasTensor normalized(String name, KerasTensor x) {
    return new BatchNormalization().epsilon(1e-3).apply(name, x);
  }

  private static KerasTensor relu6(KerasTensor x) {
    return new Activation(RELU6).apply(x);
  }

  /** Times the width, to the nearest multiple of 8, but never a tenth less. */
  private int filters(int base) {
    double wanted = base * width;
    int rounded =
        (int) (wanted + FILTERS_IN_STEPS_OF / 2.0) / FILTERS_IN_STEPS_OF * FILTERS_IN_STEPS_OF;
    int filters = Math.max(FILTERS_IN_STEPS_OF, rounded);
    return filters < 0.9 * wanted ? filters + FILTERS_IN_STEPS_OF : filters;
  }

  /** The first and the last stage are the same in all variants. */
  private int repeats(Stage stage) {
    return stage.deepens() ? (int) Math.ceil(stage.repeats() * depth) : stage.repeats();
  }
}
