package dev.kindling.backbones;

import static dev.kindling.layers.ActivationFunction.RELU6;

import dev.kindling.image.ImageSize;
import dev.kindling.layers.Add;
import dev.kindling.layers.KerasTensor;

/** MobileNetV2 (Sandler and others, 2018) of width 1, as in torchvision, and named as there. */
public enum MobileNetV2 implements Backbone {
  /** 2.2 million weights up to the features, 0.3 billion products a picture. */
  WIDTH1;

  private record Stage(int expansion, int filters, int repeats, int stride) {}

  private static final Stage[] STAGES = {
    new Stage(1, 16, 1, 1),
    new Stage(6, 24, 2, 2),
    new Stage(6, 32, 3, 2),
    new Stage(6, 64, 4, 2),
    new Stage(6, 96, 3, 1),
    new Stage(6, 160, 3, 2),
    new Stage(6, 320, 1, 1)
  };

  @Override
  public String id() {
    return "mobilenet-v2";
  }

  @Override
  public ImageSize imageSize() {
    return new ImageSize(224, 224);
  }

  @Override
  public int featureCount() {
    return 1280;
  }

  @Override
  public Pixels pixels(boolean keras) {
    return ForeignWeights.notKeras(this, keras);
  }

  @Override
  public Outline outline(ImageSize size, Pixels pixels) {
    Outline network = new Outline(id(), size, pixels, 1e-5);
    network.block("features.0");
    KerasTensor x = network.convolution("features.0.0", 32, 3, 2, network.pixels());
    x = Outline.activated(RELU6, network.normalized("features.0.1", x));
    int number = 1;
    for (Stage stage : STAGES) {
      for (int i = 0; i < stage.repeats(); i++) {
        String name = "features." + number++;
        network.block(name);
        x = block(network, name, stage, i == 0 ? stage.stride() : 1, x);
      }
    }
    String last = "features." + number;
    network.block(last);
    x = network.convolution(last + ".0", featureCount(), 1, 1, x);
    x = Outline.activated(RELU6, network.normalized(last + ".1", x));
    network.classes("classifier.1", network.features(x));
    return network;
  }

  private static KerasTensor block(
      Outline network, String name, Stage stage, int stride, KerasTensor input) {
    int inputs = Outline.channels(input);
    int part = 0;
    KerasTensor x = input;
    if (stage.expansion() > 1) {
      String expand = name + ".conv." + part++;
      x = network.convolution(expand + ".0", inputs * stage.expansion(), 1, 1, x);
      x = Outline.activated(RELU6, network.normalized(expand + ".1", x));
    }
    String depthwise = name + ".conv." + part++;
    x = network.depthwise(depthwise + ".0", 3, stride, x);
    x = Outline.activated(RELU6, network.normalized(depthwise + ".1", x));
    x = network.convolution(name + ".conv." + part++, stage.filters(), 1, 1, x);
    x = network.normalized(name + ".conv." + part, x);
    boolean fits = stride == 1 && inputs == stage.filters();
    return fits ? network.add(name, new Add(), x, input) : x;
  }
}
