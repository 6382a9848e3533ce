package dev.kindling.backbones;

import static dev.kindling.layers.ActivationFunction.HARD_SIGMOID;
import static dev.kindling.layers.ActivationFunction.HARD_SILU;
import static dev.kindling.layers.ActivationFunction.RELU;

import dev.kindling.image.ImageSize;
import dev.kindling.layers.ActivationFunction;
import dev.kindling.layers.Add;
import dev.kindling.layers.Dense;
import dev.kindling.layers.KerasTensor;
import java.util.List;
import java.util.Locale;

/** MobileNetV3 (Howard and others, 2019), as in torchvision, and named as there. */
public enum MobileNetV3 implements Backbone {
  /** 0.9 million weights up to the features, 0.06 billion products a picture. */
  SMALL(
      1024,
      List.of(
          new Block(3, 16, 16, true, RELU, 2),
          new Block(3, 72, 24, false, RELU, 2),
          new Block(3, 88, 24, false, RELU, 1),
          new Block(5, 96, 40, true, HARD_SILU, 2),
          new Block(5, 240, 40, true, HARD_SILU, 1),
          new Block(5, 240, 40, true, HARD_SILU, 1),
          new Block(5, 120, 48, true, HARD_SILU, 1),
          new Block(5, 144, 48, true, HARD_SILU, 1),
          new Block(5, 288, 96, true, HARD_SILU, 2),
          new Block(5, 576, 96, true, HARD_SILU, 1),
          new Block(5, 576, 96, true, HARD_SILU, 1))),
  /** 3.0 million, 0.2 billion. */
  LARGE(
      1280,
      List.of(
          new Block(3, 16, 16, false, RELU, 1),
          new Block(3, 64, 24, false, RELU, 2),
          new Block(3, 72, 24, false, RELU, 1),
          new Block(5, 72, 40, true, RELU, 2),
          new Block(5, 120, 40, true, RELU, 1),
          new Block(5, 120, 40, true, RELU, 1),
          new Block(3, 240, 80, false, HARD_SILU, 2),
          new Block(3, 200, 80, false, HARD_SILU, 1),
          new Block(3, 184, 80, false, HARD_SILU, 1),
          new Block(3, 184, 80, false, HARD_SILU, 1),
          new Block(3, 480, 112, true, HARD_SILU, 1),
          new Block(3, 672, 112, true, HARD_SILU, 1),
          new Block(5, 672, 160, true, HARD_SILU, 2),
          new Block(5, 960, 160, true, HARD_SILU, 1),
          new Block(5, 960, 160, true, HARD_SILU, 1)));

  private record Block(
      int kernel,
      int expanded,
      int filters,
      boolean excited,
      ActivationFunction function,
      int stride) {}

  private final int wide;

  @SuppressWarnings("ImmutableEnumChecker") // one of List.of
  private final List<Block> blocks;

  MobileNetV3(int wide, List<Block> blocks) {
    this.wide = wide;
    this.blocks = blocks;
  }

  @Override
  public String id() {
    return "mobilenet-v3-" + name().toLowerCase(Locale.ROOT);
  }

  @Override
  public ImageSize imageSize() {
    return new ImageSize(224, 224);
  }

  @Override
  public int featureCount() {
    return 6 * blocks.get(blocks.size() - 1).filters();
  }

  @Override
  public Pixels pixels(boolean keras) {
    return ForeignWeights.notKeras(this, keras);
  }

  @Override
  public Outline outline(ImageSize size, Pixels pixels) {
    Outline network = new Outline(id(), size, pixels, 1e-3);
    network.block("features.0");
    KerasTensor x = network.convolution("features.0.0", 16, 3, 2, network.pixels());
    x = Outline.activated(HARD_SILU, network.normalized("features.0.1", x));
    int number = 1;
    for (Block block : blocks) {
      String name = "features." + number++;
      network.block(name);
      x = block(network, name, block, x);
    }
    String last = "features." + number;
    network.block(last);
    x = network.convolution(last + ".0", featureCount(), 1, 1, x);
    x = Outline.activated(HARD_SILU, network.normalized(last + ".1", x));
    x = network.features(x);
    x = network.add("classifier.0", new Dense(wide).activation(HARD_SILU), x);
    network.classes("classifier.3", x);
    return network;
  }

  private static KerasTensor block(Outline network, String name, Block block, KerasTensor input) {
    int inputs = Outline.channels(input);
    int part = 0;
    KerasTensor x = input;
    if (block.expanded() != inputs) {
      String expand = name + ".block." + part++;
      x = network.convolution(expand + ".0", block.expanded(), 1, 1, x);
      x = Outline.activated(block.function(), network.normalized(expand + ".1", x));
    }
    String depthwise = name + ".block." + part++;
    x = network.depthwise(depthwise + ".0", block.kernel(), block.stride(), x);
    x = Outline.activated(block.function(), network.normalized(depthwise + ".1", x));
    if (block.excited()) {
      int squeezed = EfficientNet.inStepsOf8(block.expanded() / 4.0);
      x = network.excited(name + ".block." + part++, squeezed, RELU, HARD_SIGMOID, x);
    }
    String project = name + ".block." + part;
    x = network.convolution(project + ".0", block.filters(), 1, 1, x);
    x = network.normalized(project + ".1", x);
    boolean fits = block.stride() == 1 && inputs == block.filters();
    return fits ? network.add(name, new Add(), x, input) : x;
  }
}
