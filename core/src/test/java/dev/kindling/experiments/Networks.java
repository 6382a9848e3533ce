package dev.kindling.experiments;

import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.layers.Activation;
import dev.kindling.layers.ActivationFunction;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Dropout;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.layers.MaxPooling2D;
import dev.kindling.models.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small networks and pictures for tests. */
final class Networks {

  static final Preprocessing PREPROCESSING =
      new Preprocessing(new ImageSize(8, 10), Interpolation.NEAREST, 1 / 255.0);

  private Networks() {}

  /** Takes pictures of 8 rows and 10 columns; one output for two classes, else one for each. */
  static Sequential small(int classes, int seed) {
    boolean binary = classes == 2;
    return new Sequential()
        .add(new Input(8, 10, 3))
        .add(new Conv2D(4, 3))
        .add(new Activation(ActivationFunction.RELU))
        .add(new MaxPooling2D(2))
        .add(new Flatten())
        .add(new Dropout(0.5))
        .add(new Dense(binary ? 1 : classes))
        .add(new Activation(binary ? ActivationFunction.SIGMOID : ActivationFunction.SOFTMAX))
        .initialize(seed);
  }

  static List<Image> noise(int pictures, int height, int width) {
    Random random = new Random(1);
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < pictures; i++) {
      byte[] data = new byte[height * width * 3];
      random.nextBytes(data);
      images.add(new Image(height, width, 3, data));
    }
    return images;
  }
}
