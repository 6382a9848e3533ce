package dev.kindling.examples;

import dev.kindling.backbones.Backbone;
import dev.kindling.data.Batches;
import dev.kindling.image.ImageSize;
import dev.kindling.models.Model;
import dev.kindling.preprocessing.ClassMode;
import dev.kindling.preprocessing.DirectoryOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.NpyFile;
import dev.kindling.weights.WeightArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The third listing: what a pretrained network's last convolutions give, recorded in files. */
final class BottleneckFeatures {

  private BottleneckFeatures() {}

  /** {@code BottleneckFeatures DATA BACKBONE WEIGHTS FOLDER}; the article's backbone is vgg16. */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    Path weights = Path.of(args[2]);
    Path folder = Files.createDirectories(Path.of(args[3]));

    // Its first layer makes of values from 0 to 255 what the weights want.
    Model model = Backbone.find(args[1]).maps(new ImageSize(150, 150), weights, null);
    ImageDataGenerator datagen = new ImageDataGenerator();
    DirectoryOptions options =
        new DirectoryOptions()
            .targetSize(150, 150)
            .batchSize(32)
            .classMode(ClassMode.NONE) // only batches of pictures, no labels
            .shuffle(false); // in order: first all cats, then all dogs

    try (Batches generator = datagen.flowFromDirectory(data.resolve("train"), options)) {
      Tensor bottleneckFeaturesTrain = model.predict(generator);
      save(folder.resolve("bottleneck_features_train.npy"), bottleneckFeaturesTrain);
    }
    try (Batches generator = datagen.flowFromDirectory(data.resolve("validation"), options)) {
      Tensor bottleneckFeaturesValidation = model.predict(generator);
      save(folder.resolve("bottleneck_features_validation.npy"), bottleneckFeaturesValidation);
    }
    model.close();
  }

  private static void save(Path file, Tensor features) throws IOException {
    NpyFile.write(file, WeightArray.of(features));
  }
}
