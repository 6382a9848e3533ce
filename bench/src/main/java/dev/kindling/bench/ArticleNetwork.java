package dev.kindling.bench;

import static dev.kindling.layers.ActivationFunction.RELU;
import static dev.kindling.layers.ActivationFunction.SIGMOID;

import dev.kindling.engine.EngineOptions;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Dropout;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.layers.MaxPooling2D;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.metrics.Accuracy;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;

/** The network of the article's first recipe, ready to be trained, and a batch for it. */
public final class ArticleNetwork {

  /** Pictures in a batch. */
  public static final int BATCH = 32;

  /** Rows and columns of a picture. */
  public static final int SIZE = 150;

  private ArticleNetwork() {}

  /** The network with weights from a seed. */
  public static Sequential model(EngineOptions engine, long seed) {
    Sequential model =
        new Sequential()
            .add(new Input(SIZE, SIZE, 3))
            .add(new Conv2D(32, 3).activation(RELU))
            .add(new MaxPooling2D(2))
            .add(new Conv2D(32, 3).activation(RELU))
            .add(new MaxPooling2D(2))
            .add(new Conv2D(64, 3).activation(RELU))
            .add(new MaxPooling2D(2))
            .add(new Flatten())
            .add(new Dense(64).activation(RELU))
            .add(new Dropout(0.5))
            .add(new Dense(1).activation(SIGMOID))
            .initialize(seed)
            .engine(engine);
    model.compile(new RMSprop(), new BinaryCrossentropy(), new Accuracy());
    return model;
  }

  /** A batch of noise. */
  public static Tensor pictures(NumpyRandom random) {
    Tensor pictures = Tensor.zeros(BATCH, SIZE, SIZE, 3);
    for (int i = 0; i < pictures.data().length; i++) {
      pictures.data()[i] = (float) random.random();
    }
    return pictures;
  }

  /** As many labels of two classes. */
  public static Tensor labels(NumpyRandom random) {
    Tensor labels = Tensor.zeros(Shape.of(BATCH));
    for (int i = 0; i < BATCH; i++) {
      labels.data()[i] = random.randint(2);
    }
    return labels;
  }
}
