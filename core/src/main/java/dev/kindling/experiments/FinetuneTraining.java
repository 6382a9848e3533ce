package dev.kindling.experiments;

import dev.kindling.data.Batches;
import dev.kindling.data.ImageFolder;
import dev.kindling.files.ContentHash;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.losses.CategoricalCrossentropy;
import dev.kindling.metrics.Accuracy;
import dev.kindling.models.FitOptions;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.SGD;
import dev.kindling.preprocessing.FlowOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The recipe {@code finetune} carried out: the layers on top first, as the recipe {@code
 * bottleneck} has them, then the last blocks under them.
 */
public final class FinetuneTraining implements Experiment {

  private static final double LEARNING_RATE = 1e-4;
  private static final double MOMENTUM = 0.9;

  private final Path data;
  private final FinetuneRecipe recipe;
  private final RunOptions options;
  private final TrainingListener listener;
  private final BottleneckTraining first;
  private volatile boolean stopping;
  private volatile @Nullable Sequential model;

  /**
   * A run.
   *
   * @param data a folder as {@link ImageFolder} describes it
   */
  public FinetuneTraining(
      Path data, FinetuneRecipe recipe, RunOptions options, TrainingListener listener) {
    this.data = data;
    this.recipe = recipe;
    this.options = options;
    this.listener = listener;
    this.first = new BottleneckTraining(data, recipe.top(), options, listener);
  }

  /** Stopped before the first epoch of fine-tuning is whole, it gives what was before that. */
  @Override
  public TrainingResult run() throws IOException {
    long start = System.nanoTime();
    listener.notice("First the layers on top, on what the network gives as it is.");
    TrainingResult before = first.run();
    if (before.stopped()) {
      return before;
    }
    listener.notice("Now the network's last blocks with them.");
    Path weights = BottleneckTraining.weights(recipe.top(), options, listener);
    Path from = recipe.top().from();
    FinetuneRecipe carriedOut =
        recipe.top(
            recipe
                .top()
                .weightsSha256(ContentHash.of(weights))
                .fromSha256(from == null ? null : ContentHash.of(from)));
    RunPictures pictures =
        RunPictures.load(
            ImageFolder.open(data),
            recipe.preprocessing(),
            options,
            new TrainingListener() {}, // What is left out is known.
            this::requireGoingOn);
    Epochs epochs = new Epochs(pictures, carriedOut, options, listener);
    try (Model maps = recipe.top().maps(weights);
        Sequential whole = BottleneckTraining.whole(maps, recipe.top(), pictures.labels().size())) {
      whole.setWeights(before.classifier().weights());
      unfreeze(maps);
      boolean stopped = train(whole, pictures, epochs);
      Classifier classifier = epochs.classifier();
      return new TrainingResult(
          classifier == null ? before.classifier() : classifier,
          epochs.results(),
          0,
          pictures.training().size(),
          classifier == null ? before.validation() : epochs.validation(),
          pictures.skipped(),
          (System.nanoTime() - start) / 1e9,
          stopped);
    }
  }

  private void unfreeze(Model maps) {
    int blocks = recipe.top().backbone().outline().blocks().size();
    int last = recipe.unfreeze() == FinetuneRecipe.ALL ? blocks : recipe.unfreeze();
    recipe.top().backbone().outline().freezeAllBut(maps, last);
  }

  /** Trains, and tells whether it was stopped. */
  private boolean train(Sequential whole, RunPictures pictures, Epochs epochs) {
    int seed = recipe.top().seed();
    FlowOptions flow = options.flow(recipe.batchSize(), seed);
    boolean binary = pictures.labels().size() == 2;
    whole.engine(options.engine());
    whole.compile(
        new SGD().learningRate(LEARNING_RATE).momentum(MOMENTUM),
        binary ? new BinaryCrossentropy() : new CategoricalCrossentropy(),
        new Accuracy());
    try (Batches batches = recipe.flow(pictures.training(), flow)) {
      model = whole;
      if (stopping) {
        return true;
      }
      FitOptions fit = new FitOptions().epochs(recipe.epochs()).seed(seed).callbacks(epochs);
      return whole.fit(batches, fit).stopped();
    } finally {
      model = null;
    }
  }

  @Override
  public void stop() {
    stopping = true;
    first.stop();
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
}
