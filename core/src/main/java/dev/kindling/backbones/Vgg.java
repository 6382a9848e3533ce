package dev.kindling.backbones;

import static dev.kindling.layers.ActivationFunction.RELU;

import dev.kindling.image.ImageSize;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.KerasTensor;
import dev.kindling.layers.MaxPooling2D;
import dev.kindling.layers.Padding;
import java.util.List;

/**
 * VGG (Simonyan and Zisserman, 2014): convolutions of 3 by 3 in five blocks. The network of Keras's
 * article on very little data. Layers are named as in Keras.
 */
public enum Vgg implements Backbone {
  /** 14.7 million weights up to the features, 138 with the classes; 15 billion products. */
  VGG16(List.of(2, 2, 3, 3, 3));

  private static final int[] FILTERS = {64, 128, 256, 512, 512};
  private static final int WIDE = 4096;

  @SuppressWarnings("ImmutableEnumChecker") // one of List.of
  private final List<Integer> convolutions;

  Vgg(List<Integer> convolutions) {
    this.convolutions = convolutions;
  }

  @Override
  public String id() {
    return "vgg16";
  }

  @Override
  public ImageSize imageSize() {
    return new ImageSize(224, 224);
  }

  @Override
  public int featureCount() {
    return 512;
  }

  @Override
  public Pixels pixels(boolean keras) {
    return keras ? Pixels.CAFFE : Pixels.TORCH;
  }

  @Override
  public Outline outline(ImageSize size, Pixels pixels) {
    Outline network = new Outline(id(), size, pixels, 1e-3);
    KerasTensor x = network.pixels();
    for (int i = 0; i < FILTERS.length; i++) {
      String block = "block" + (i + 1);
      network.block(block);
      for (int j = 1; j <= convolutions.get(i); j++) {
        Conv2D convolution = new Conv2D(FILTERS[i], 3).padding(Padding.SAME).activation(RELU);
        x = network.add(block + "_conv" + j, convolution, x);
      }
      x = network.add(block + "_pool", new MaxPooling2D(), x);
    }
    network.features(x);
    // Classes are told from the last block's picture itself, so only in the size of 224.
    KerasTensor top = network.flattened("fc1", new Dense(WIDE).activation(RELU), x);
    top = network.add("fc2", new Dense(WIDE).activation(RELU), top);
    network.classes("logits", top);
    return network;
  }
}
