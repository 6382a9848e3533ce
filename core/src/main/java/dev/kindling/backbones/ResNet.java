package dev.kindling.backbones;

import static dev.kindling.layers.ActivationFunction.RELU;

import dev.kindling.image.ImageSize;
import dev.kindling.layers.Activation;
import dev.kindling.layers.Add;
import dev.kindling.layers.KerasTensor;
import dev.kindling.layers.MaxPooling2D;
import java.util.List;

/**
 * ResNet (He and others, 2015), as in torchvision: in a bottleneck the convolution of 3 by 3 has
 * the stride. Layers are named as there.
 */
public enum ResNet implements Backbone {
  /** 11 million weights up to the features, 1.8 billion products a picture. */
  RESNET18(false, List.of(2, 2, 2, 2)),
  /** 21 million, 3.7 billion. */
  RESNET34(false, List.of(3, 4, 6, 3)),
  /** 24 million, 4.1 billion. */
  RESNET50(true, List.of(3, 4, 6, 3));

  private final boolean bottleneck;

  @SuppressWarnings("ImmutableEnumChecker") // one of List.of
  private final List<Integer> blocks;

  ResNet(boolean bottleneck, List<Integer> blocks) {
    this.bottleneck = bottleneck;
    this.blocks = blocks;
  }

  @Override
  public String id() {
    return "resnet" + name().substring("RESNET".length());
  }

  @Override
  public ImageSize imageSize() {
    return new ImageSize(224, 224);
  }

  @Override
  public int featureCount() {
    return 512 * expansion();
  }

  private int expansion() {
    return bottleneck ? 4 : 1;
  }

  @Override
  public Pixels pixels(boolean keras) {
    return ForeignWeights.notKeras(this, keras);
  }

  @Override
  public Outline outline(ImageSize size, Pixels pixels) {
    Outline network = new Outline(id(), size, pixels, 1e-5);
    network.block("stem");
    KerasTensor x = network.convolution("conv1", 64, 7, 2, network.pixels());
    x = Outline.activated(RELU, network.normalized("bn1", x));
    // Zeros around it are never the greatest, unless all are: nothing is below zero here.
    x = network.add("maxpool", new MaxPooling2D(3).strides(2), Outline.bordered(3, x));
    for (int stage = 1; stage <= blocks.size(); stage++) {
      int filters = 32 << stage;
      for (int i = 0; i < blocks.get(stage - 1); i++) {
        String name = "layer" + stage + "." + i;
        network.block(name);
        x = block(network, name, filters, i == 0 && stage > 1 ? 2 : 1, x);
      }
    }
    network.classes("fc", network.features(x));
    return network;
  }

  private KerasTensor block(
      Outline network, String name, int filters, int stride, KerasTensor input) {
    int outputs = filters * expansion();
    KerasTensor x = input;
    if (bottleneck) {
      x = convolution(network, name, 1, filters, 1, 1, x);
      x = convolution(network, name, 2, filters, 3, stride, Outline.activated(RELU, x));
      x = convolution(network, name, 3, outputs, 1, 1, Outline.activated(RELU, x));
    } else {
      x = convolution(network, name, 1, filters, 3, stride, x);
      x = convolution(network, name, 2, filters, 3, 1, Outline.activated(RELU, x));
    }
    KerasTensor shortcut = input;
    if (stride > 1 || Outline.channels(input) != outputs) {
      shortcut = network.convolution(name + ".downsample.0", outputs, 1, stride, input);
      shortcut = network.normalized(name + ".downsample.1", shortcut);
    }
    return network.add(name, new Activation(RELU), new Add().apply(x, shortcut));
  }

  private static KerasTensor convolution(
      Outline network,
      String block,
      int number,
      int filters,
      int kernel,
      int stride,
      KerasTensor x) {
    x = network.convolution(block + ".conv" + number, filters, kernel, stride, x);
    return network.normalized(block + ".bn" + number, x);
  }
}
