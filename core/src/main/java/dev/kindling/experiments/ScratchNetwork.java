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
import dev.kindling.layers.Regularizer;
import dev.kindling.metrics.Accuracy;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.Optimizer;

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
  static Sequential compiled(Recipe recipe, int classes, Optimizer optimizer) {
    if (classes < 2) {
      throw new IllegalArgumentException(
          "A classifier needs at least two classes. Received: classes=" + classes);
    }
    boolean binary = classes == 2;
    ImageSize size = recipe.imageSize();
    Sequential model = new Sequential();
    model.add(new Input(size.height(), size.width(), 3));

    model.add(conv(32, recipe));
    model.add(new Activation(RELU));
    model.add(new MaxPooling2D(2));

    model.add(conv(32, recipe));
    model.add(new Activation(RELU));
    model.add(new MaxPooling2D(2));

    model.add(conv(64, recipe));
    model.add(new Activation(RELU));
    model.add(new MaxPooling2D(2));

    model.add(new Flatten());
    model.add(dense(64, recipe));
    model.add(new Activation(RELU));
    model.add(new Dropout(recipe.dropout()));
    model.add(dense(binary ? 1 : classes, recipe));
    model.add(new Activation(binary ? SIGMOID : SOFTMAX));

    model.compile(
        optimizer,
        Crossentropy.of(model.outputShape().size(1), false, recipe.labelSmoothing()),
        new Accuracy());
    return model.initialize(recipe.seed());
  }

  private static Conv2D conv(int filters, Recipe recipe) {
    Conv2D layer = new Conv2D(filters, 3);
    return isPenalized(recipe) ? layer.kernelRegularizer(penalty(recipe)) : layer;
  }

  private static Dense dense(int units, Recipe recipe) {
    Dense layer = new Dense(units);
    return isPenalized(recipe) ? layer.kernelRegularizer(penalty(recipe)) : layer;
  }

  private static boolean isPenalized(Recipe recipe) {
    return recipe.l1() > 0 || recipe.l2() > 0;
  }

  private static Regularizer penalty(Recipe recipe) {
    return Regularizer.l1l2(recipe.l1(), recipe.l2());
  }
}
