package dev.kindling.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.engine.EngineOptions;
import dev.kindling.graph.Graph;
import dev.kindling.layers.Input;
import dev.kindling.layers.KerasArray;
import dev.kindling.layers.Layer;
import dev.kindling.layers.Lowering;
import dev.kindling.losses.Loss;
import dev.kindling.metrics.Metric;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network of layers one after another, with its weights. Keras: {@code Sequential}.
 *
 * <pre>{@code
 * Sequential model = new Sequential();
 * model.add(new Input(150, 150, 3));
 * model.add(new Conv2D(32, 3));
 * model.add(new Activation(RELU));
 * model.add(new MaxPooling2D(2));
 * model.add(new Flatten());
 * model.add(new Dense(1).activation(SIGMOID));
 * model.compile(new RMSprop(), new BinaryCrossentropy(), new Accuracy());
 * History history = model.fit(train, new FitOptions().epochs(50).validationData(validation));
 * }</pre>
 *
 * <p>A model may be a layer of another, which then shares its weights. Weights are known by name,
 * as {@code conv2d/kernel} or {@code sequential_1/dense/bias}; kernels of convolutions are {@code
 * (filters, channels, height, width)}.
 *
 * <p>Once trained or used, a model holds native memory until it is {@linkplain #close() closed}.
 * Not for use by several threads at once, but for {@link #stopTraining()}.
 */
public final class Sequential implements AutoCloseable {

  private static final String DEFAULT_NAME = "sequential";

  /** Samples of an array that are computed at once, as in Keras. */
  private static final int ARRAY_BATCH = 32;

  private final Stack stack;
  private final Programs programs;
  private volatile @Nullable Trainer trainer;

  /** A model without layers, named {@code sequential}. */
  public Sequential() {
    this(DEFAULT_NAME);
  }

  /** A model without layers. */
  public Sequential(String name) {
    this(new Stack(name));
  }

  private Sequential(Stack stack) {
    this.stack = stack;
    this.programs = new Programs(stack);
  }

  /** The model's own name. */
  public String name() {
    return stack.name();
  }

  /**
   * Says what the model takes; comes before all layers.
   *
   * @throws IllegalStateException if that is said already
   */
  public Sequential add(Input input) {
    stack.add(input);
    return this;
  }

  /**
   * Adds a layer at the end, under the name that Keras gives it: {@code conv2d}, then {@code
   * conv2d_1} and so on, counted in each model by itself.
   *
   * @throws IllegalArgumentException if the layer does not take what comes out of the one before it
   * @throws IllegalStateException if there is no Input yet
   */
  public Sequential add(Layer layer) {
    return add(Names.unique(layer.className(), stack.names()), layer);
  }

  /** Adds a layer at the end under a name that no other layer of the model has. */
  public Sequential add(String name, Layer layer) {
    return add(new Member.LayerMember(name, layer));
  }

  /**
   * Adds another model, as it is now, as a layer at the end. Its weights are shared: training the
   * one trains the other.
   *
   * @throws IllegalArgumentException if it is in this model already, or does not take what comes
   *     out of the layer before it
   */
  public Sequential add(Sequential model) {
    boolean named = !model.name().equals(DEFAULT_NAME);
    return add(named ? model.name() : Names.unique("Sequential", stack.names()), model);
  }

  /** Adds another model as a layer at the end under a name that no other layer of the model has. */
  public Sequential add(String name, Sequential model) {
    return add(new Member.ModelMember(name, model.stack));
  }

  private Sequential add(Member member) {
    stack.add(member, null);
    trainer = null;
    programs.close();
    return this;
  }

  /**
   * Draws the initial weights anew. Those of models that are layers of this one stay as they are.
   *
   * @param seed decides them, within 0 and 4294967295; weights that are drawn as layers are added
   *     come from seed 0
   */
  public Sequential initialize(long seed) {
    stack.initialize(seed);
    return this;
  }

  /** The layers and the models in it, in order; each can be frozen. */
  public List<Member> layers() {
    return stack.members();
  }

  /** Freezes the model with all that is in it, or frees it again. */
  public Sequential trainable(boolean trainable) {
    stack.trainable(trainable);
    return this;
  }

  /** Says how the model is computed; {@link EngineOptions#defaults()} unless called. */
  public Sequential engine(EngineOptions options) {
    programs.engine(options);
    return this;
  }

  /**
   * Says how the model is trained, and what is measured. An optimizer remembers nothing of
   * trainings before.
   *
   * @throws IllegalArgumentException if the loss does not take what the model gives
   */
  public void compile(Optimizer optimizer, Loss loss, Metric... metrics) {
    trainer = new Trainer(stack, programs, optimizer, loss, List.of(metrics));
    programs.close();
  }

  /**
   * Trains on batches, going on wherever they are.
   *
   * @return what was measured in each whole epoch
   * @throws DivergedException if the loss or a weight is no longer a finite number
   * @throws IllegalArgumentException if samples or labels do not fit the model
   * @throws IllegalStateException if the model is not compiled
   */
  public History fit(Batches batches, FitOptions options) {
    return trainer().fit(batches, options);
  }

  /**
   * Trains on arrays.
   *
   * @param x samples {@code (n, height, width, channels)} or {@code (n, features)}
   * @param y labels {@code (n)} or {@code (n, classes)}
   */
  public History fit(Tensor x, Tensor y, FitOptions options) {
    NumpyRandom random = options.shuffle() ? new NumpyRandom(options.seed()) : null;
    return fit(new ArrayBatches(x, y, options.batchSize(), random), options);
  }

  /**
   * Ends the training at work after its batch; if none is at work, the next one at its beginning.
   * May be called by any thread.
   */
  public void stopTraining() {
    trainer().stop();
  }

  /** Trains one step on one batch and gives its scores before the step. */
  public Scores trainOnBatch(Tensor x, Tensor y) {
    RunningScores scores = new RunningScores(trainer().metrics());
    trainer().trainOnBatch(new Batch(x, y), 0, scores);
    return scores.mean();
  }

  /** How the model does on one pass of batches, from the first on. */
  public Scores evaluate(Batches batches) {
    return evaluate(batches, batches.size());
  }

  /** How the model does on so many batches, from the first of a pass on. */
  public Scores evaluate(Batches batches, int steps) {
    return trainer().evaluate(batches, steps);
  }

  /** How the model does on arrays. */
  public Scores evaluate(Tensor x, Tensor y) {
    return evaluate(new ArrayBatches(x, y, ARRAY_BATCH));
  }

  /** What the model gives for each sample of one pass, from the first on: {@code (n, classes)}. */
  public Tensor predict(Batches batches) {
    return predict(batches, batches.size());
  }

  /** What the model gives for each sample of so many batches, from the first of a pass on. */
  public Tensor predict(Batches batches, int steps) {
    return new Scorer(stack, programs).predict(batches, steps);
  }

  /** What the model gives for each sample of an array. */
  public Tensor predict(Tensor x) {
    return predict(new ArrayBatches(x, null, ARRAY_BATCH));
  }

  /** The shape of what the model takes: {@code (None, height, width, channels)}. */
  public Shape inputShape() {
    return stack.lowered().input();
  }

  /** The shape of what the model gives: {@code (None, classes)}. */
  public Shape outputShape() {
    return stack.lowered().output();
  }

  /** Copies of the weights by name, in the order of the layers. */
  public Map<String, Tensor> getWeights() {
    return stack.copyWeights();
  }

  /** How Keras keeps each weight, by name. */
  public Map<String, KerasArray> kerasArrays() {
    Map<String, KerasArray> arrays = new LinkedHashMap<>();
    stack.lowered().weights().forEach((name, weight) -> arrays.put(name, weight.keras()));
    return arrays;
  }

  /** The numbers of the {@link #graph()}'s parameters that are no weights, by name. */
  public Map<String, Tensor> constants() {
    return stack.lowered().constants();
  }

  /**
   * Sets all weights, which are copied.
   *
   * @throws IllegalArgumentException if the names or shapes are not those of the model's; nothing
   *     is set then
   */
  public void setWeights(Map<String, Tensor> weights) {
    stack.setWeights(weights);
  }

  /**
   * Writes the weights to a file that Keras opens by {@code model.load_weights}: in the layout of
   * Keras 3 if its name ends in {@code .weights.h5}, otherwise in that of 2016, which every Keras
   * reads ({@code first_try.h5}).
   *
   * @throws IOException if that fails; the file is then as it was before
   * @throws IllegalArgumentException if the name does not end in {@code .h5} or {@code .hdf5}
   */
  public void saveWeights(Path file) throws IOException {
    KerasWeights.save(stack, file);
  }

  /**
   * Takes the weights out of a file of Keras's, in the layout of 2016 or of Keras 3, by the order
   * of the layers.
   *
   * @throws IOException if the file cannot be read or does not fit; the message says where, and the
   *     model is as it was
   */
  public void loadWeights(Path file) throws IOException {
    loadWeights(file, new LoadOptions());
  }

  /**
   * Takes weights out of a file of Keras's.
   *
   * @return what did not fit, in words; empty unless that may be skipped
   * @throws IOException if the file cannot be read, or does not fit and nothing may be skipped; the
   *     message says where, and the model is as it was
   */
  public List<String> loadWeights(Path file, LoadOptions options) throws IOException {
    return KerasWeights.load(stack, file, options);
  }

  /**
   * The model as a graph: from samples {@code (n, height, width, channels)} to what {@link
   * #predict} gives. Its parameters have the names of the weights and of the {@link #constants()}.
   */
  public Graph graph() {
    return stack.lowered().graph();
  }

  /**
   * Appends the model to a graph; its parameters there have the names of the weights.
   *
   * @param value what it takes there: pictures as {@code (n, channels, height, width)}
   * @return the value it gives there
   */
  public String appendTo(Graph.Builder graph, String value) {
    return stack.lower("", value, new Lowering(graph));
  }

  /** Keras's table of the layers, their shapes and parameters. */
  public String summary() {
    return Summary.of(stack);
  }

  /** Keras 3's JSON form of the model, without weights. */
  public ObjectNode toConfig() {
    return SequentialConfig.write(stack.name(), stack);
  }

  /**
   * A model from Keras 3's JSON form, with weights drawn anew.
   *
   * @throws IllegalArgumentException if something in it is not known here; the message names it
   */
  public static Sequential fromConfig(JsonNode config) {
    return new Sequential(SequentialConfig.read(config, null));
  }

  /**
   * A model from Keras 3's JSON form, with these weights, which are copied: a config that asks for
   * huge layers without such weights asks for no memory.
   *
   * @throws IllegalArgumentException if something in the config is not known here, or a weight is
   *     missing or of another shape; the message names it
   */
  public static Sequential fromConfig(JsonNode config, Map<String, Tensor> weights) {
    return new Sequential(SequentialConfig.read(config, weights));
  }

  private Trainer trainer() {
    Trainer compiled = trainer;
    if (compiled == null) {
      throw new IllegalStateException(
          "The model '%s' is not compiled: call compile(optimizer, loss, metrics) after its last add"
              .formatted(name()));
    }
    return compiled;
  }

  /** Frees the native memory. A model that is used again takes some again. */
  @Override
  public void close() {
    programs.close();
  }
}
