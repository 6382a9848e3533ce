package dev.kindling.backbones;

import static dev.kindling.layers.ActivationFunction.SIGMOID;
import static dev.kindling.layers.ActivationFunction.SILU;

import dev.kindling.image.ImageSize;
import dev.kindling.layers.Add;
import dev.kindling.layers.KerasTensor;
import java.util.Locale;

/** EfficientNet (Tan and Le, 2019), as in torchvision, and named as there. */
public enum EfficientNet implements Backbone {
  /** 4.0 million weights up to the features, 0.4 billion products a picture. */
  B0(1.0, 1.0, 224),
  /** 6.5 million, 0.7 billion. */
  B1(1.0, 1.1, 240),
  /** 7.7 million, 1.1 billion. */
  B2(1.1, 1.2, 288),
  /** 10.7 million, 1.8 billion. */
  B3(1.2, 1.4, 300);

  private record Stage(int expansion, int kernel, int stride, int filters, int repeats) {}

  private static final Stage[] STAGES = {
    new Stage(1, 3, 1, 16, 1),
    new Stage(6, 3, 2, 24, 2),
    new Stage(6, 5, 2, 40, 2),
    new Stage(6, 3, 2, 80, 3),
    new Stage(6, 5, 1, 112, 3),
    new Stage(6, 5, 2, 192, 4),
    new Stage(6, 3, 1, 320, 1)
  };

  private static final int STEP = 8;

  private final double width;
  private final double depth;
  private final int side;

  EfficientNet(double width, double depth, int side) {
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
    return 4 * filters(STAGES[STAGES.length - 1].filters());
  }

  @Override
  public Pixels pixels(boolean keras) {
    return ForeignWeights.notKeras(this, keras);
  }

  @Override
  public Outline outline(ImageSize size, Pixels pixels) {
    Outline network = new Outline(id(), size, pixels, 1e-5);
    network.block("features.0");
    KerasTensor x = network.convolution("features.0.0", filters(32), 3, 2, network.pixels());
    x = Outline.activated(SILU, network.normalized("features.0.1", x));
    for (int stage = 1; stage <= STAGES.length; stage++) {
      Stage of = STAGES[stage - 1];
      int repeats = (int) Math.ceil(of.repeats() * depth);
      for (int i = 0; i < repeats; i++) {
        String name = "features." + stage + "." + i;
        network.block(name);
        x = block(network, name, of, i == 0 ? of.stride() : 1, x);
      }
    }
    String last = "features." + (STAGES.length + 1);
    network.block(last);
    x = network.convolution(last + ".0", featureCount(), 1, 1, x);
    x = Outline.activated(SILU, network.normalized(last + ".1", x));
    network.classes("classifier.1", network.features(x));
    return network;
  }

  private KerasTensor block(
      Outline network, String name, Stage stage, int stride, KerasTensor input) {
    int inputs = Outline.channels(input);
    int outputs = filters(stage.filters());
    int part = 0;
    KerasTensor x = input;
    if (stage.expansion() > 1) {
      String expand = name + ".block." + part++;
      x = network.convolution(expand + ".0", inputs * stage.expansion(), 1, 1, x);
      x = Outline.activated(SILU, network.normalized(expand + ".1", x));
    }
    String depthwise = name + ".block." + part++;
    x = network.depthwise(depthwise + ".0", stage.kernel(), stride, x);
    x = Outline.activated(SILU, network.normalized(depthwise + ".1", x));
    x = network.excited(name + ".block." + part++, Math.max(1, inputs / 4), SILU, SIGMOID, x);
    String project = name + ".block." + part;
    x = network.convolution(project + ".0", outputs, 1, 1, x);
    x = network.normalized(project + ".1", x);
    return stride == 1 && inputs == outputs ? network.add(name, new Add(), x, input) : x;
  }

  private int filters(int base) {
    return inStepsOf8(base * width);
  }

  /** To the nearest multiple of 8, but never a tenth less. */
  static int inStepsOf8(double wanted) {
    int rounded = Math.max(STEP, (int) (wanted + STEP / 2.0) / STEP * STEP);
    return rounded < 0.9 * wanted ? rounded + STEP : rounded;
  }
}
