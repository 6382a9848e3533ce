package dev.kindling.examples;

import static dev.kindling.layers.ActivationFunction.RELU;
import static dev.kindling.layers.ActivationFunction.SIGMOID;

import dev.kindling.layers.Dense;
import dev.kindling.layers.Dropout;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.metrics.Accuracy;
import dev.kindling.models.FitOptions;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.NpyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** The fourth listing: a small network trained on the features that the third has recorded. */
final class TopModel {

  private TopModel() {}

  /** {@code TopModel FOLDER}: reads the features there, and writes the weights beside them. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Tensor trainData = NpyFile.read(folder.resolve("bottleneck_features_train.npy")).tensor();
    Tensor trainLabels = labels(trainData); // recorded in order, so they are easily made again
    Tensor validationData =
        NpyFile.read(folder.resolve("bottleneck_features_validation.npy")).tensor();
    Tensor validationLabels = labels(validationData);

    Sequential model = layers(trainData.shape());
    model.compile(new RMSprop(), new BinaryCrossentropy(), new Accuracy());
    model.fit(
        trainData,
        trainLabels,
        new FitOptions().epochs(50).batchSize(32).validationData(validationData, validationLabels));
    model.saveWeights(folder.resolve("bottleneck_fc_model.h5"));
    model.close();
  }

  /** The layers for what a network gives, {@code (n, height, width, channels)}. */
  static Sequential layers(Shape features) {
    Sequential model = new Sequential();
    model.add(new Input(features.size(1), features.size(2), features.size(3)));
    model.add(new Flatten());
    model.add(new Dense(256).activation(RELU));
    model.add(new Dropout(0.5));
    model.add(new Dense(1).activation(SIGMOID));
    return model;
  }

  /** As many zeros as ones: half of the pictures are cats. */
  private static Tensor labels(Tensor features) {
    float[] labels = new float[features.shape().size(0)];
    Arrays.fill(labels, labels.length / 2, labels.length, 1);
    return Tensor.of(Shape.of(labels.length), labels);
  }
}
