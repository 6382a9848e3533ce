package dev.kindling.experiments;

import dev.kindling.data.Batches;
import dev.kindling.data.DataFolderException;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.Pictures;
import dev.kindling.models.FitOptions;
import dev.kindling.models.Sequential;
import dev.kindling.preprocessing.FlowOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A run: a recipe carried out on a folder of pictures.
 *
 * <pre>{@code
 * TrainingResult result = new Training(Path.of("data"), Recipe.scratch()).run();
 * result.classifier().save(Path.of("model.onnx"));
 * }</pre>
 */
public final class Training implements Experiment {

  private final Path data;
  private final Recipe recipe;
  private final RunOptions options;
  private final TrainingListener listener;
  private volatile boolean stopping;
  private volatile @Nullable Sequential model;

  /** A run that nobody listens to, with {@link RunOptions#defaults()}. */
  public Training(Path data, Recipe recipe) {
    this(data, recipe, RunOptions.defaults(), new TrainingListener() {});
  }

  /**
   * A run.
   *
   * @param data a folder as {@link ImageFolder} describes it
   */
  public Training(Path data, Recipe recipe, RunOptions options, TrainingListener listener) {
    this.data = data;
    this.recipe = recipe;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Carries the run out: reads the pictures, trains, and measures after each epoch. To be called
   * once.
   *
   * @throws DataFolderException if the folder is missing, or has fewer than two classes with
   *     pictures to train on, or not all classes that the recipe has weights for
   * @throws IOException if it cannot be listed
   * @throws java.io.UncheckedIOException if a picture that was readable is no longer
   * @throws dev.kindling.models.DivergedException if the weights are no longer finite numbers
   * @throws CancellationException if the run is stopped before its first epoch is whole, or this
   *     thread is interrupted
   */
  @Override
  public TrainingResult run() throws IOException {
    long start = System.nanoTime();
    ImageFolder folder = ImageFolder.open(data);
    folder.requireTrainable();
    recipe.classWeights().requireAmong(folder.labels());
    folder.notices().forEach(listener::notice);
    RunPictures pictures =
        RunPictures.load(folder, recipe.preprocessing(), options, listener, this::requireGoingOn);

    Epochs epochs = new Epochs(pictures, recipe, options, listener);
    Pictures training = pictures.training();
    Map<Integer, Double> classWeight = recipe.classWeights().of(folder.labels(), training.counts());
    boolean stopped = train(training, folder.labels().size(), classWeight, epochs);
    Classifier classifier = epochs.classifier();
    if (classifier == null) {
      throw new CancellationException(
          "Stopped before the first epoch was whole: there is no classifier.");
    }
    return new TrainingResult(
        classifier,
        epochs.results(),
        training.size(),
        epochs.validation(),
        pictures.skipped(),
        (System.nanoTime() - start) / 1e9,
        stopped);
  }

  /**
   * Asks the run to end after the step at work; the classifier of the last whole epoch is its
   * result. May be called by any thread.
   */
  @Override
  public void stop() {
    stopping = true;
    Sequential atWork = model;
    if (atWork != null) {
      atWork.stopTraining();
    }
  }

  private void requireGoingOn() {
    if (stopping) {
      throw new CancellationException("Stopped while pictures were read: there is no classifier.");
    }
  }

  /** Trains, and tells whether it was stopped. */
  private boolean train(
      Pictures training, int classes, Map<Integer, Double> classWeight, Epochs epochs) {
    FlowOptions flow =
        new FlowOptions()
            .batchSize(recipe.batchSize())
            .seed(recipe.seed())
            .threads(options.engine().threads());
    try (Sequential network = recipe.network(classes).engine(options.engine());
        Batches batches = recipe.flow(training, training.labels(), flow)) {
      model = network;
      if (stopping) {
        return true;
      }
      epochs.begin(network, batches.size());
      FitOptions fit =
          new FitOptions()
              .epochs(recipe.epochs())
              .seed(recipe.seed())
              .classWeight(classWeight)
              .listener(epochs);
      return network.fit(batches, fit).stopped();
    } finally {
      model = null;
    }
  }
}
