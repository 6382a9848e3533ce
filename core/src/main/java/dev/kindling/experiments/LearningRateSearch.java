package dev.kindling.experiments;

import dev.kindling.callbacks.LearningRateFinder;
import dev.kindling.callbacks.LearningRateFinder.Trials;
import dev.kindling.data.Batches;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.Pictures;
import dev.kindling.models.Sequential;
import dev.kindling.preprocessing.FlowOptions;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A search for the learning rate that a recipe's optimizer should have on a folder of pictures:
 * {@link LearningRateFinder} on the recipe's network, with its random changes.
 *
 * @param data a folder as {@link ImageFolder} describes it; of its pictures those to train on are
 *     looked at
 * @param recipe whose schedule is of no account
 */
public record LearningRateSearch(Path data, Recipe recipe, RunOptions options) {

  /**
   * Searches.
   *
   * @param finder the range of rates
   * @throws dev.kindling.data.DataFolderException if the folder cannot be trained on
   * @throws IOException if it cannot be listed
   */
  public Trials run(LearningRateFinder finder, TrainingListener listener) throws IOException {
    ImageFolder folder = ImageFolder.open(data);
    folder.requireTrainable();
    folder.notices().forEach(listener::notice);
    RunPictures pictures =
        RunPictures.load(folder, recipe.preprocessing(), options, listener, () -> {});
    Pictures training = pictures.training();
    FlowOptions flow = options.flow(recipe.batchSize(), recipe.seed());
    try (Sequential network = recipe.network(pictures.labels().size()).engine(options.engine());
        Batches batches = recipe.flow(training, training.labels(), flow)) {
      return finder.find(network, batches);
    }
  }
}
