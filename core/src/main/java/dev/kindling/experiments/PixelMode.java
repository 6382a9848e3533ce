package dev.kindling.experiments;

import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Input;
import dev.kindling.layers.Rescaling;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a network from elsewhere wants to be given, of pixels from 0 to 255. */
public enum PixelMode {
  /** The pixels as they are: keras.applications' EfficientNet and MobileNetV3 scale them. */
  NONE,
  /** Times 1/255: from 0 to 1. */
  RESCALE,
  /** From -1 to 1. Keras's mode {@code tf}: MobileNet, MobileNetV2, Xception, Inception. */
  TF,
  /**
   * From 0 to 1, less ImageNet's means, by its deviations. Keras's mode {@code torch}: DenseNet.
   */
  TORCH,
  /** Blue, green, red, less ImageNet's means. Keras's mode {@code caffe}: VGG, ResNet. */
  CAFFE;

  private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<Double> DEVIATION = List.of(0.229, 0.224, 0.225);

  /** Of blue, green and red, from 0 to 255. */
  private static final float[] CAFFE_MEAN = {103.939f, 116.779f, 123.68f};

  /** What pixels are multiplied by before the network. */
  double factor() {
    return this == RESCALE ? 1 / 255.0 : 1;
  }

  /** The network with what else is done to pixels before it. */
  Model before(Model model) {
    return switch (this) {
      case NONE, RESCALE -> model;
      case TF -> behind(model).add(new Rescaling(1 / 127.5, -1)).add(model);
      case TORCH -> behind(model).add(torch()).add(model);
      case CAFFE -> caffe(model);
    };
  }

  private static Sequential behind(Model model) {
    Shape shape = model.inputShape();
    return new Sequential("pixels").add(new Input(shape.size(1), shape.size(2), 3));
  }

  private static Rescaling torch() {
    List<Double> scale = DEVIATION.stream().map(deviation -> 1 / (255 * deviation)).toList();
    List<Double> offset =
        List.of(
            -MEAN.get(0) / DEVIATION.get(0),
            -MEAN.get(1) / DEVIATION.get(1),
            -MEAN.get(2) / DEVIATION.get(2));
    return new Rescaling(scale, offset);
  }

  /** No layer changes the order of channels but a convolution of single pixels. */
  private static Model caffe(Model model) {
    Sequential whole = behind(model).add("bgr", new Conv2D(3, 1)).add(model);
    whole.layers().get(0).trainable(false);
    Map<String, Tensor> weights = new LinkedHashMap<>(whole.getWeights());
    float[] kernel = {0, 0, 1, 0, 1, 0, 1, 0, 0};
    weights.put("bgr/kernel", Tensor.of(Shape.of(3, 3, 1, 1), kernel));
    float[] bias = {-CAFFE_MEAN[0], -CAFFE_MEAN[1], -CAFFE_MEAN[2]};
    weights.put("bgr/bias", Tensor.of(Shape.of(3), bias));
    whole.setWeights(weights);
    return whole;
  }
}
