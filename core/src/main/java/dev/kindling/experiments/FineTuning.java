package dev.kindling.experiments;

import dev.kindling.augment.Preset;
import dev.kindling.backbones.Outline;
import dev.kindling.data.Batches;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Input;
import dev.kindling.models.Callback;
import dev.kindling.models.FitOptions;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.AdamW;
import dev.kindling.optimizers.OneCycle;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.preprocessing.PipelineFlow;
import dev.kindling.regression.LogisticRegression;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Fine-tuning as the recipe {@code auto} tries it. The last third of a network's blocks is trained
 * further, from the regression on its features on, on what the blocks before them give for some
 * changed variants of each picture. Rates rise and fall in one cycle, and are less for each block
 * before the last; labels are smoothed; normalizations use the figures that they have.
 */
final class FineTuning implements AutoCloseable {

  /** Pictures in a step. */
  static final int BATCH = 32;

  private static final int SEED = 1;
  private static final int BLANK_STEPS = 5;

  /** Chosen among 1e-4, 3e-4 and 1e-3 by cross-validation (decision 42), as what follows. */
  private static final double RATE = 3e-4;

  private static final double RATE_OF_BLOCK_BEFORE = 0.8;
  private static final double WEIGHT_DECAY = 0.01;
  private static final double SMOOTHING = 0.05;
  private static final String LOGITS = "logits";

  private final FrozenNetwork network;
  private final RunPictures pictures;
  private final RunOptions options;
  private final Outline outline;
  private final String cut;
  private final Map<String, Tensor> published;
  private final Tensor labels;
  private final Model frozen;
  private final FrozenMaps maps;

  /** Nothing seen and nothing trained yet. */
  FineTuning(FrozenNetwork network, RunPictures pictures, RunOptions options) throws IOException {
    this.network = network.depths(false);
    this.pictures = pictures;
    this.options = options;
    this.outline =
        network
            .backbone()
            .outline(
                network.preprocessing().imageSize(), network.backbone().pixels(network.weights()));
    this.cut = outline.endBefore(blocks());
    try (Model whole = this.network.model()) {
      this.published = whole.getWeights();
    }
    this.labels = pictures.training().labels();
    this.frozen = outline.upTo(cut);
    frozen.setWeights(those(frozen, published));
    this.maps = new FrozenMaps(frozen, pictures.training().size(), options.engine());
  }

  /** How many blocks are trained: a third of them. */
  int blocks() {
    return Math.max(1, outline.blocks().size() / 3);
  }

  /**
   * How many variants of each picture there is memory for.
   *
   * @param taken the bytes that others keep
   */
  int room(long taken) {
    return FrozenMaps.room(frozen, pictures.training().size(), taken);
  }

  /** The bytes that are kept of what was seen. */
  long bytes() {
    return maps.bytes();
  }

  /** Those of a network's weights that a part of it has. */
  static Map<String, Tensor> those(Model of, Map<String, Tensor> all) {
    Map<String, Tensor> those = new LinkedHashMap<>(all);
    those.keySet().retainAll(of.kerasArrays().keySet());
    return those;
  }

  /**
   * Looks at one more variant of each training picture, the first being the picture itself.
   *
   * @param progress hears how many pictures are done; may throw to end the work
   */
  void see(IntConsumer progress) {
    Preset change = maps.variants() == 0 ? Preset.NONE : Preset.MEDIUM;
    PipelineFlow flow = new PipelineFlow(change.pipeline(network.preprocessing().imageSize()));
    try (Batches batches =
        flow.flow(
            pictures.training(),
            labels,
            options.flow(BATCH, SEED + maps.variants()).shuffle(false))) {
      maps.add(batches, progress);
    }
  }

  /**
   * Trains on some of the pictures.
   *
   * @param start the regression on the network's features of these pictures
   * @param passes how often each comes
   * @param callback may throw to end the work
   */
  Tuned train(int[] which, LogisticRegression start, int passes, Callback callback) {
    Tuned last = behind(new RegressionNetwork(start), which.length);
    Batches batches = maps.shuffled(which, labels, BATCH, SEED, null);
    last.compile(passes * batches.size());
    try {
      last.network.fit(batches, new FitOptions().epochs(passes).seed(SEED).callbacks(callback));
      return last;
    } catch (RuntimeException e) {
      last.close();
      throw e;
    }
  }

  /** How long a picture takes in training: tried with a few blank ones. */
  double secondsOfTraining() {
    int logits = pictures.labels().size() == 2 ? 1 : pictures.labels().size();
    int features = network.backbone().featureCount();
    LogisticRegression nothing =
        new LogisticRegression(new double[logits][features], new double[logits]);
    try (Tuned last = behind(new RegressionNetwork(nothing), 0)) {
      last.compile(BLANK_STEPS + 1);
      Tensor x = Tensor.zeros(frozen.outputShape().withBatch(BATCH));
      Tensor y = Tensor.zeros(labels.shape().withBatch(BATCH));
      last.network.trainOnBatch(x, y); // Programs are compiled.
      double[] seconds = new double[BLANK_STEPS];
      for (int i = 0; i < BLANK_STEPS; i++) {
        long start = System.nanoTime();
        last.network.trainOnBatch(x, y);
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
      Arrays.sort(seconds);
      return seconds[BLANK_STEPS / 2] / BATCH; // The median: one slow step says nothing.
    }
  }

  /** The last blocks as they were published, with a regression behind them. */
  private Tuned behind(RegressionNetwork regression, int pictures) {
    Shape map = frozen.outputShape();
    Model blocks = outline.featuresAfter(cut);
    blocks.setWeights(those(blocks, published));
    outline.freezeAllBut(blocks, blocks());
    Sequential last =
        new Sequential()
            .add(new Input(map.size(1), map.size(2), map.size(3)))
            .add(blocks)
            .add(LOGITS, new Dense(regression.logits()));
    Map<String, Tensor> weights = last.getWeights();
    weights.putAll(regression.weights(LOGITS, 1));
    last.setWeights(weights);
    last.engine(options.engine());
    return new Tuned(blocks, last, pictures);
  }

  private Optimizer optimizer(Model blocks, int steps) {
    Optimizer optimizer =
        new AdamW().learningRate(new OneCycle(RATE, steps)).weightDecay(WEIGHT_DECAY);
    int last = outline.blocks().size() - 1;
    for (String weight : blocks.kerasArrays().keySet()) {
      String block = outline.blockOf(weight.substring(0, weight.lastIndexOf('/')));
      if (block != null) {
        double factor = Math.pow(RATE_OF_BLOCK_BEFORE, last - outline.blocks().indexOf(block));
        optimizer = optimizer.learningRateMultiplier(blocks.name() + "/" + weight, factor);
      }
    }
    return optimizer;
  }

  /** The last blocks, trained, with the layer that gives logits behind them. */
  final class Tuned implements AutoCloseable {

    private final Model blocks;
    private final Sequential network;
    private final int pictures;

    private Tuned(Model blocks, Sequential network, int pictures) {
      this.blocks = blocks;
      this.network = network;
      this.pictures = pictures;
    }

    /** Of how many pictures it was trained. */
    int pictures() {
      return pictures;
    }

    private void compile(int steps) {
      network.compile(
          optimizer(blocks, steps),
          Crossentropy.of(network.outputShape().size(1), true, SMOOTHING));
    }

    /** The logits of some of the training pictures. */
    float[][] logits(int[] which) {
      float[] all = network.predict(maps.inOrder(which, labels, BATCH)).data();
      int length = all.length / which.length;
      float[][] rows = new float[which.length][];
      Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * length, (i + 1) * length));
      return rows;
    }

    /** The whole network up to its features, with the blocks that were trained. */
    Model features() throws IOException {
      Model whole = FineTuning.this.network.model();
      Map<String, Tensor> weights = whole.getWeights();
      weights.putAll(blocks.getWeights());
      whole.setWeights(weights);
      return whole;
    }

    /**
     * What was trained behind the features.
     *
     * @param factor by which its logits are multiplied
     */
    RegressionNetwork regression(double factor) {
      Map<String, Tensor> weights = network.getWeights();
      return RegressionNetwork.of(
          Objects.requireNonNull(weights.get(LOGITS + "/kernel")),
          Objects.requireNonNull(weights.get(LOGITS + "/bias")),
          factor);
    }

    @Override
    public void close() {
      network.close();
    }
  }

  @Override
  public void close() {
    maps.close();
    frozen.close();
  }
}
