package dev.kindling.experiments;

import static dev.kindling.layers.ActivationFunction.RELU;
import static dev.kindling.layers.ActivationFunction.SIGMOID;
import static dev.kindling.layers.ActivationFunction.SOFTMAX;

import dev.kindling.image.ImageSize;
import dev.kindling.layers.Activation;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Dropout;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.layers.MaxPooling2D;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.losses.CategoricalCrossentropy;
import dev.kindling.metrics.Accuracy;
import dev.kindling.models.Sequential;

/** The network of the article's first part, layer for layer. */
final class ScratchNetwork {

  /** Below it the third pooling has nothing left: 22 -> 20 -> 10 -> 8 -> 4 -> 2 -> 1. */
  private static final int LEAST_SIDE = 22;

  private ScratchNetwork() {}

  static void requireSize(ImageSize size) {
    if (Math.min(size.height(), size.width()) < LEAST_SIDE) {
      throw new IllegalArgumentException(
          "imageSize must be at least %dx%d for this network. Received: imageSize=%s"
              .formatted(LEAST_SIDE, LEAST_SIDE, size));
    }
  }

  /** Ready to be trained; two classes are told apart by one output, as in the article. */
  static Sequential compiled(Recipe recipe, int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException(
          "A classifier needs at least two classes. Received: classes=" + classes);
    }
    boolean binary = classes == 2;
    ImageSize size = recipe.imageSize();
    Sequential model = new Sequential();
    model.add(new Input(size.height(), size.width(), 3));

    model.add(new Conv2D(32, 3));
    model.add(new Activation(RELU));
    model.add(new MaxPooling2D(2));

    model.add(new Conv2D(32, 3));
    model.add(new Activation(RELU));
    model.add(new MaxPooling2D(2));

    model.add(new Conv2D(64, 3));
    model.add(new Activation(RELU));
    model.add(new MaxPooling2D(2));

    model.add(new Flatten());
    model.add(new Dense(64));
    model.add(new Activation(RELU));
    model.add(new Dropout(0.5));
    model.add(new Dense(binary ? 1 : classes));
    model.add(new Activation(binary ? SIGMOID : SOFTMAX));

    model.compile(
        recipe.optimizer(),
        binary ? new BinaryCrossentropy() : new CategoricalCrossentropy(),
        new Accuracy());
    return model.initialize(recipe.seed());
  }
}
