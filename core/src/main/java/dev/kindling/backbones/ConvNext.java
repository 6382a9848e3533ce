package dev.kindling.backbones;

import static dev.kindling.layers.ActivationFunction.GELU;

import dev.kindling.image.ImageSize;
import dev.kindling.layers.Add;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.DepthwiseConv2D;
import dev.kindling.layers.KerasTensor;
import dev.kindling.layers.LayerNormalization;
import dev.kindling.layers.Padding;
import java.util.List;

/**
 * ConvNeXt (Liu and others, 2022), as in torchvision, and named as there. What are linear layers of
 * each pixel's channels there are convolutions of single pixels here.
 */
public enum ConvNext implements Backbone {
  /** 28 million weights up to the features, 4.5 billion products a picture. */
  TINY(List.of(3, 3, 9, 3));

  private static final int FIRST_FILTERS = 96;

  @SuppressWarnings("ImmutableEnumChecker") // one of List.of
  private final List<Integer> blocks;

  ConvNext(List<Integer> blocks) {
    this.blocks = blocks;
  }

  @Override
  public String id() {
    return "convnext-tiny";
  }

  @Override
  public ImageSize imageSize() {
    return new ImageSize(224, 224);
  }

  @Override
  public int featureCount() {
    return FIRST_FILTERS << (blocks.size() - 1);
  }

  @Override
  public Pixels pixels(boolean keras) {
    return ForeignWeights.notKeras(this, keras);
  }

  @Override
  public Outline outline(ImageSize size, Pixels pixels) {
    Outline network = new Outline(id(), size, pixels, 1e-6);
    network.block("features.0");
    KerasTensor x =
        network.add("features.0.0", new Conv2D(FIRST_FILTERS, 4).strides(4), network.pixels());
    x = normalized(network, "features.0.1", x);
    for (int stage = 0; stage < blocks.size(); stage++) {
      int filters = FIRST_FILTERS << stage;
      if (stage > 0) {
        String smaller = "features." + 2 * stage;
        network.block(smaller);
        x = normalized(network, smaller + ".0", x);
        x = network.add(smaller + ".1", new Conv2D(filters, 2).strides(2), x);
      }
      for (int i = 0; i < blocks.get(stage); i++) {
        String name = "features." + (2 * stage + 1) + "." + i;
        network.block(name);
        x = block(network, name, filters, x);
      }
    }
    x = network.features(x);
    network.classes("classifier.2", normalized(network, "classifier.0", x));
    return network;
  }

  private static KerasTensor block(Outline network, String name, int filters, KerasTensor input) {
    KerasTensor x =
        network.add(name + ".block.0", new DepthwiseConv2D(7).padding(Padding.SAME), input);
    x = normalized(network, name + ".block.2", x);
    x = network.add(name + ".block.3", new Conv2D(4 * filters, 1).activation(GELU), x);
    x = network.add(name + ".block.5", new Conv2D(filters, 1), x);
    x = network.add(name + ".layer_scale", new DepthwiseConv2D(1).useBias(false), x);
    return network.add(name, new Add(), x, input);
  }

  private static KerasTensor normalized(Outline network, String name, KerasTensor x) {
    return network.add(name, new LayerNormalization().epsilon(1e-6), x);
  }
}
