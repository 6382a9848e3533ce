package dev.kindling.examples;

import static dev.kindling.layers.ActivationFunction.RELU;
import static dev.kindling.layers.ActivationFunction.SIGMOID;

import dev.kindling.data.Batches;
import dev.kindling.layers.Activation;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Dropout;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.layers.MaxPooling2D;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.metrics.Accuracy;
import dev.kindling.models.FitOptions;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.preprocessing.ClassMode;
import dev.kindling.preprocessing.DirectoryOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import java.io.IOException;
import java.nio.file.Path;

/** The second listing: a small convnet from scratch, to 80 %. */
final class FirstTry {

  private FirstTry() {}

  /** {@code FirstTry DATA WEIGHTS.h5}. */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    Path weights = Path.of(args[1]);

    // The README shows what follows; a test holds the two together.
    Sequential model = new Sequential();
    model.add(new Input(150, 150, 3));
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
    model.add(new Dense(1));
    model.add(new Activation(SIGMOID));

    model.compile(new RMSprop(), new BinaryCrossentropy(), new Accuracy());

    // Pictures to learn from are augmented, those to measure by only rescaled.
    ImageDataGenerator trainDatagen =
        new ImageDataGenerator()
            .rescale(1. / 255)
            .shearRange(0.2)
            .zoomRange(0.2)
            .horizontalFlip(true);
    ImageDataGenerator testDatagen = new ImageDataGenerator().rescale(1. / 255);

    DirectoryOptions options =
        new DirectoryOptions().targetSize(150, 150).batchSize(32).classMode(ClassMode.BINARY);
    Batches trainGenerator = trainDatagen.flowFromDirectory(data.resolve("train"), options);
    Batches validationGenerator =
        testDatagen.flowFromDirectory(data.resolve("validation"), options);

    model.fit(trainGenerator, new FitOptions().epochs(50).validationData(validationGenerator));
    model.saveWeights(weights);
  }
}
