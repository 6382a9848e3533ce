package dev.kindling.experiments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.data.Batches;
import dev.kindling.data.DataFolderException;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.Pictures;
import dev.kindling.models.Checkpoint;
import dev.kindling.models.FitOptions;
import dev.kindling.models.Sequential;
import dev.kindling.preprocessing.FlowOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
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
   * @throws IllegalArgumentException if the classifier to begin with does not fit
   * @throws IOException if it cannot be listed
   * @throws java.io.UncheckedIOException if a picture that was readable is no longer
   * @throws dev.kindling.models.DivergedException if the weights are no longer finite numbers
   * @throws CancellationException if the run is stopped before its first epoch is whole, or this
   *     thread is interrupted
   */
  @Override
  public TrainingResult run() throws IOException {
    long begun = System.nanoTime();
    StartingPoint start = StartingPoint.of(recipe.from(), recipe.fromSha256());
    Recipe carriedOut = start == null ? recipe : recipe.fromSha256(start.hash());
    ImageFolder folder = ImageFolder.open(data);
    folder.requireTrainable();
    recipe.classWeights().requireAmong(folder.labels());
    folder.notices().forEach(listener::notice);
    RunPictures pictures =
        RunPictures.load(folder, recipe.preprocessing(), options, listener, this::requireGoingOn);

    requireValidationForPatience(pictures);
    Epochs epochs = new Epochs(pictures, carriedOut, options, listener);
    boolean stopped = train(carriedOut, start, pictures, epochs);
    Classifier classifier = epochs.classifier();
    if (classifier == null) {
      Checkpoint kept = options.checkpoint();
      throw new CancellationException(
          "Stopped before the first epoch was whole: there is no classifier."
              + (kept == null
                  ? ""
                  : " The state of the training is kept in %s, to be resumed."
                      .formatted(kept.folder())));
    }
    return new TrainingResult(
        classifier,
        epochs.results(),
        epochs.chosen(),
        pictures.training().size(),
        epochs.validation(),
        pictures.skipped(),
        (System.nanoTime() - begun) / 1e9,
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

  private void requireValidationForPatience(RunPictures pictures) throws DataFolderException {
    if (recipe.patience() > 0 && pictures.validation().size() == 0) {
      throw new DataFolderException(
          "With patience=%d, training ends when the loss on validation pictures no longer falls, and %s has none. Give it a part named validation."
              .formatted(recipe.patience(), data));
    }
  }

  /** Trains, and tells whether it was stopped. */
  private boolean train(
      Recipe recipe, @Nullable StartingPoint start, RunPictures pictures, Epochs epochs) {
    Pictures training = pictures.training();
    List<String> labels = pictures.labels();
    FlowOptions flow = options.flow(recipe.batchSize(), recipe.seed());
    int stepsOfAnEpoch = (training.size() + recipe.batchSize() - 1) / recipe.batchSize();
    long steps = (long) recipe.epochs() * stepsOfAnEpoch;
    try (Sequential network = recipe.network(labels.size(), steps).engine(options.engine());
        Batches batches = recipe.flow(training, training.labels(), flow)) {
      model = network;
      if (stopping) {
        return true;
      }
      if (start != null) {
        listener.notice(start.into(network, labels));
      }
      FitOptions fit =
          new FitOptions()
              .epochs(recipe.epochs())
              .seed(recipe.seed())
              .classWeight(recipe.classWeights().of(labels, training.counts()))
              .callbacks(Stream.concat(Stream.of(epochs), options.callbacks().stream()).toList())
              .checkpoint(checkpoint(recipe, pictures.facts()));
      return network.fit(batches, fit).stopped() && !epochs.hasEndedEarly();
    } finally {
      model = null;
    }
  }

  /** With the facts by which a run differs from others; how many epochs it has may be changed. */
  private @Nullable Checkpoint checkpoint(Recipe recipe, DataFacts data) {
    Checkpoint checkpoint = options.checkpoint();
    if (checkpoint == null) {
      return null;
    }
    ObjectNode json = recipe.toJson();
    if (recipe.schedule() == Schedule.CONSTANT) { // Others depend on how many epochs there are.
      json.remove("epochs");
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("recipe", "the recipe " + json);
    facts.put("data", "pictures with the digest " + data.digest());
    return checkpoint.facts(facts);
  }
}
