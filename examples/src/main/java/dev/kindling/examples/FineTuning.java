package dev.kindling.examples;

import dev.kindling.backbones.Backbone;
import dev.kindling.data.Batches;
import dev.kindling.image.ImageSize;
import dev.kindling.layers.Input;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.metrics.Accuracy;
import dev.kindling.models.FitOptions;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.SGD;
import dev.kindling.preprocessing.ClassMode;
import dev.kindling.preprocessing.DirectoryOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import java.io.IOException;
import java.nio.file.Path;

/** The fifth listing: the last convolutions trained further, under what the fourth has trained. */
final class FineTuning {

  private FineTuning() {}

  /** {@code FineTuning DATA BACKBONE WEIGHTS FOLDER EPOCHS}; the fourth wrote into the folder. */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    Backbone backbone = Backbone.find(args[1]);
    Path folder = Path.of(args[3]);
    int epochs = Integer.parseInt(args[4]);
    Model convolutions = backbone.maps(new ImageSize(150, 150), Path.of(args[2]), null);

    // A classifier that is trained already, else its large steps would spoil the convolutions.
    Sequential topModel = TopModel.layers(convolutions.outputShape());
    topModel.loadWeights(folder.resolve("bottleneck_fc_model.h5"));

    Sequential model = new Sequential();
    model.add(new Input(150, 150, 3));
    model.add(convolutions);
    model.add(topModel);

    // All up to the last block stays as it is.
    backbone.outline().freezeAllBut(convolutions, 1);
    model.compile(
        new SGD().learningRate(1e-4).momentum(0.9), new BinaryCrossentropy(), new Accuracy());

    ImageDataGenerator trainDatagen =
        new ImageDataGenerator().shearRange(0.2).zoomRange(0.2).horizontalFlip(true);
    ImageDataGenerator testDatagen = new ImageDataGenerator();
    DirectoryOptions options =
        new DirectoryOptions().targetSize(150, 150).batchSize(32).classMode(ClassMode.BINARY);
    try (Batches trainGenerator = trainDatagen.flowFromDirectory(data.resolve("train"), options);
        Batches validationGenerator =
            testDatagen.flowFromDirectory(data.resolve("validation"), options)) {
      model.fit(
          trainGenerator, new FitOptions().epochs(epochs).validationData(validationGenerator));
    }
    model.save(folder.resolve("fine_tuned.keras"));
    model.close();
  }
}
