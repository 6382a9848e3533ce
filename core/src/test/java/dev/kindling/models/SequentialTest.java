package dev.kindling.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.layers.Activation;
import dev.kindling.layers.ActivationFunction;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Dropout;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.layers.MaxPooling2D;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.metrics.Accuracy;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SequentialTest {

  private static Sequential network() {
    Sequential model = new Sequential();
    model.add(new Input(12, 12, 3));
    model.add(new Conv2D(4, 3));
    model.add(new Activation(ActivationFunction.RELU));
    model.add(new MaxPooling2D(2));
    model.add(new Flatten());
    model.add(new Dense(8).activation(ActivationFunction.RELU));
    model.add(new Dropout(0.2));
    model.add(new Dense(1));
    model.add(new Activation(ActivationFunction.SIGMOID));
    return model.initialize(1);
  }

  /** Pictures that are darker (0) or lighter (1). */
  private static Tensor pictures(Tensor labels) {
    int n = labels.shape().size(0);
    Tensor pictures = Tensor.zeros(n, 12, 12, 3);
    NumpyRandom random = new NumpyRandom(5);
    for (int i = 0; i < pictures.data().length; i++) {
      pictures.data()[i] =
          (float) random.uniform(0, 0.7 + 0.3 * labels.data()[i / (pictures.data().length / n)]);
    }
    return pictures;
  }

  private static Tensor labels(int n) {
    Tensor labels = Tensor.zeros(n);
    for (int i = 0; i < n; i += 2) {
      labels.data()[i] = 1;
    }
    return labels;
  }

  @Test
  void fit_learnsWhatCanBeLearned() {
    Tensor y = labels(70);
    Tensor x = pictures(y);
    try (Sequential model = network()) {
      model.compile(new RMSprop().learningRate(0.005), new BinaryCrossentropy(), new Accuracy());
      History history =
          model.fit(x, y, new FitOptions().epochs(40).batchSize(16).validationData(x, y));
      assertThat(history.epochs()).hasSize(40);
      assertThat(model.evaluate(x, y).accuracy()).isGreaterThan(0.95);
      assertThat(history.get("val_loss")[39]).isEqualTo(model.evaluate(x, y).loss());
    }
  }
}
