package dev.kindling.experiments;

import dev.kindling.backbones.Outline;
import dev.kindling.data.Batches;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.Pictures;
import dev.kindling.files.ContentHash;
import dev.kindling.layers.Input;
import dev.kindling.metrics.Accuracy;
import dev.kindling.models.FitOptions;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.SGD;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
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
    try {
      return finetuned(before, start);
    } catch (CancellationException e) {
      if (!stopping) {
        throw e;
      }
      return stopped(before, start);
    }
  }

  private static TrainingResult stopped(TrainingResult before, long start) {
    return new TrainingResult(
        before.classifier(),
        List.of(),
        0,
        before.training(),
        before.validation(),
        before.skipped(),
        secondsSince(start),
        true);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private TrainingResult finetuned(TrainingResult before, long start) throws IOException {
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
    try (Model maps = recipe.top().maps(weights);
        Sequential whole = BottleneckTraining.whole(maps, recipe.top(), pictures.labels().size())) {
      whole.setWeights(before.classifier().weights());
      Epochs epochs =
          new Epochs(pictures, carriedOut, options, listener, trained -> taking(whole, trained));
      boolean stopped;
      if (recipe.variants() == 0) {
        unfreeze(maps);
        stopped = train(whole, recipe.flow(pictures.training(), flow(recipe.top().seed())), epochs);
      } else {
        stopped = trainLastBlocks(whole, recipe.top().outline(weights), pictures, epochs);
      }
      Classifier classifier = epochs.classifier();
      return new TrainingResult(
          classifier == null ? before.classifier() : classifier,
          epochs.results(),
          0,
          pictures.training().size(),
          classifier == null ? before.validation() : epochs.validation(),
          pictures.skipped(),
          secondsSince(start),
          stopped);
    }
  }

  private FlowOptions flow(int seed) {
    return options.flow(recipe.batchSize(), seed);
  }

  /** The whole network with the weights of what was trained: itself, or its last part. */
  private static Model taking(Sequential whole, Model trained) {
    if (trained != whole) {
      Map<String, Tensor> weights = whole.getWeights();
      weights.putAll(trained.getWeights());
      whole.setWeights(weights);
    }
    return whole;
  }

  /** Trains the last blocks on what those before them give for some variants of each picture. */
  private boolean trainLastBlocks(
      Sequential whole, Outline outline, RunPictures pictures, Epochs epochs) {
    String cut = outline.endBefore(recipe.unfreeze());
    Shape picture = whole.inputShape();
    Model blocks = outline.mapsAfter(cut);
    outline.freezeAllBut(blocks, recipe.unfreeze());
    try (Sequential frozen =
            new Sequential()
                .add(new Input(picture.size(1), picture.size(2), picture.size(3)))
                .add(outline.upTo(cut));
        Sequential last =
            BottleneckTraining.whole(blocks, recipe.top(), pictures.labels().size())) {
      Map<String, Tensor> weights = whole.getWeights();
      frozen.setWeights(FineTuning.those(frozen, weights));
      last.setWeights(FineTuning.those(last, weights));
      int count = pictures.training().size();
      FrozenMaps.requireRoom(frozen, count, recipe.variants());
      try (FrozenMaps maps = new FrozenMaps(frozen, count, options.engine())) {
        see(maps, pictures.training());
        Tensor labels = pictures.training().labels();
        int[] all = IntStream.range(0, count).toArray();
        int seed = recipe.top().seed();
        return train(last, maps.shuffled(all, labels, recipe.batchSize(), seed, null), epochs);
      }
    }
  }

  private void see(FrozenMaps maps, Pictures pictures) {
    int of = recipe.variants() * pictures.size();
    for (int i = 0; i < recipe.variants(); i++) {
      int before = i * pictures.size();
      try (Batches flow = recipe.flow(pictures, flow(recipe.top().seed() + i).shuffle(false))) {
        maps.add(
            flow,
            done -> {
              requireGoingOn();
              listener.computing(before + done, of);
            });
      }
    }
  }

  private void unfreeze(Model maps) {
    int blocks = recipe.top().backbone().outline().blocks().size();
    int last = recipe.unfreeze() == FinetuneRecipe.ALL ? blocks : recipe.unfreeze();
    recipe.top().backbone().outline().freezeAllBut(maps, last);
  }

  /** Trains, and tells whether it was stopped. */
  private boolean train(Sequential network, Batches batches, Epochs epochs) {
    network.engine(options.engine());
    network.compile(
        new SGD().learningRate(LEARNING_RATE).momentum(MOMENTUM),
        Crossentropy.of(network.outputShape().size(1), false, 0),
        new Accuracy());
    try (batches) {
      model = network;
      if (stopping) {
        return true;
      }
      FitOptions fit =
          new FitOptions().epochs(recipe.epochs()).seed(recipe.top().seed()).callbacks(epochs);
      return network.fit(batches, fit).stopped();
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
      throw new CancellationException("Stopped before an epoch of fine-tuning.");
    }
  }
}
