package dev.kindling.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.engine.EngineOptions;
import dev.kindling.graph.Graph;
import dev.kindling.layers.KerasArray;
import dev.kindling.layers.KerasTensor;
import dev.kindling.layers.Lowering;
import dev.kindling.layers.Operation;
import dev.kindling.losses.Loss;
import dev.kindling.metrics.Metric;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.OptimizerState;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network of layers, with its weights: from its inputs, through layers that may branch, join and
 * work in several places, to its outputs. Keras: {@code Model}, by its functional API.
 *
 * <pre>{@code
 * KerasTensor image = KerasTensor.input(96, 96, 3);
 * KerasTensor x = new Conv2D(16, 3).padding(SAME).activation(RELU).apply(image);
 * KerasTensor y = new Conv2D(16, 3).padding(SAME).apply(x);
 * KerasTensor pooled = new GlobalAveragePooling2D().apply(new Add().apply(x, y));
 * Model model = new Model(image, new Dense(3).activation(SOFTMAX).apply(pooled));
 * model.compile(new RMSprop(), new CategoricalCrossentropy(), new Accuracy());
 * History history = model.fit(train, new FitOptions().epochs(50));
 * }</pre>
 *
 * <p>A model may be a layer of another, which then shares its weights. Weights are known by name,
 * as {@code conv2d/kernel} or {@code sequential_1/dense/bias}; kernels of convolutions are {@code
 * (filters, channels, height, width)}.
 *
 * <p>Once trained or used, a model holds native memory until it is {@linkplain #close() closed}.
 * Not for use by several threads at once, but for {@link #stopTraining()}.
 */
public sealed class Model implements Operation, AutoCloseable permits Sequential {

  /** Samples of an array that are computed at once, as in Keras. */
  private static final int ARRAY_BATCH = 32;

  private final Network network;
  private final Programs programs;
  private volatile @Nullable Trainer trainer;

  /** A model of one input and one output, named {@code functional}. */
  public Model(KerasTensor input, KerasTensor output) {
    this(List.of(input), List.of(output));
  }

  /** A model named {@code functional}. */
  public Model(List<KerasTensor> inputs, List<KerasTensor> outputs) {
    this("functional", inputs, outputs);
  }

  /**
   * A model that makes the outputs of the inputs.
   *
   * @throws IllegalArgumentException if an output needs an input that is not among these, or names
   *     do not differ
   */
  public Model(String name, List<KerasTensor> inputs, List<KerasTensor> outputs) {
    this(Functional.network(name, inputs, outputs));
  }

  Model(Network network) {
    this.network = network;
    this.programs = new Programs(network);
  }

  final Network network() {
    return network;
  }

  /** The model's own name. */
  public String name() {
    return network.name();
  }

  /** To be called when the network has another layer: what was compiled is of no use any more. */
  final void changed() {
    trainer = null;
    programs.close();
  }

  /**
   * Draws the initial weights anew. Those of models that are layers of this one stay as they are.
   *
   * @param seed decides them, within 0 and 4294967295; weights that are drawn as layers are added
   *     come from seed 0
   */
  public Model initialize(long seed) {
    network.initialize(seed);
    return this;
  }

  /** The layers and the models in it, in order; each can be frozen. */
  public List<Member> layers() {
    return network.members();
  }

  /** Freezes the model with all that is in it, or frees it again. */
  public Model trainable(boolean trainable) {
    network.trainable(trainable);
    return this;
  }

  @Override
  public final String className() {
    return network.isSequential() ? "Sequential" : "Functional";
  }

  @Override
  public final List<Shape> outputShapes(List<Shape> inputs) {
    if (!inputs.equals(network.lowered().inputs())) {
      throw new IllegalArgumentException(
          "The model '%s' takes values of shape %s. Received: %s"
              .formatted(name(), network.lowered().inputs(), inputs));
    }
    return network.lowered().outputs();
  }

  /** Says how the model is computed; {@link EngineOptions#defaults()} unless called. */
  public Model engine(EngineOptions options) {
    programs.engine(options);
    return this;
  }

  /**
   * Says how the model is trained, and what is measured. An optimizer remembers nothing of
   * trainings before.
   *
   * @throws IllegalArgumentException if the loss does not take what the model gives, or the model
   *     has several outputs
   */
  public void compile(Optimizer optimizer, Loss loss, Metric... metrics) {
    compile(optimizer, List.of(new OutputLoss(loss).metrics(metrics)));
  }

  /**
   * Says how a model of several outputs is trained.
   *
   * <pre>{@code
   * model.compile(
   *     new Adam(),
   *     List.of(
   *         new OutputLoss(new CategoricalCrossentropy()).metrics(new Accuracy()),
   *         new OutputLoss(new MeanSquaredError()).weight(0.2)));
   * }</pre>
   *
   * @param losses for each output its loss, its factor and what is measured; what training makes
   *     small is their sum
   * @throws IllegalArgumentException if there are not as many as outputs, or a loss does not take
   *     what its output gives
   */
  public void compile(Optimizer optimizer, List<OutputLoss> losses) {
    trainer = new Trainer(this, new TrainStep(network, programs, optimizer, losses));
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
    return fit(new Batch(x, y), options);
  }

  /**
   * Trains on arrays, some samples counting more than others.
   *
   * @param sampleWeight the factor of each sample's loss, {@code (n)}
   */
  public History fit(Tensor x, Tensor y, Tensor sampleWeight, FitOptions options) {
    return fit(new Batch(x, y, sampleWeight), options);
  }

  /**
   * Trains on arrays for several inputs and outputs.
   *
   * @param x samples for each input
   * @param y labels for each output
   */
  public History fit(List<Tensor> x, List<Tensor> y, FitOptions options) {
    return fit(new Batch(x, y), options);
  }

  /** Trains on arrays that stand together as one large batch. */
  public History fit(Batch all, FitOptions options) {
    NumpyRandom random = options.shuffle() ? new NumpyRandom(options.seed()) : null;
    return fit(new ArrayBatches(all, options.batchSize(), random), options);
  }

  /**
   * Ends the training at work after its batch, or called by a callback after its epoch; if none is
   * at work, the next one at its beginning. May be called by any thread. Keras: {@code
   * stop_training}.
   */
  public void stopTraining() {
    trainer().stop();
  }

  /** Trains one step on one batch and gives its scores before the step. */
  public Scores trainOnBatch(Tensor x, Tensor y) {
    return trainOnBatch(new Batch(x, y));
  }

  /** Trains one step on one batch, of several inputs and outputs or with weights of its samples. */
  public Scores trainOnBatch(Batch batch) {
    RunningScores scores = trainer().step().scores();
    trainer().step().run(batch, 0, scores);
    return scores.mean();
  }

  /** How the model does on one batch. */
  public Scores testOnBatch(Tensor x, Tensor y) {
    return testOnBatch(new Batch(x, y));
  }

  /** How the model does on one batch, of several inputs and outputs or with weights. */
  public Scores testOnBatch(Batch batch) {
    return trainer().step().evaluate(new ArrayBatches(batch, batch.size(), null), 1);
  }

  /** What the model gives for each sample of an array, all computed at once. */
  public Tensor predictOnBatch(Tensor x) {
    return new Scorer(network, programs).predict(x, x.shape().size(0));
  }

  /** The learning rate of the next step. Keras: {@code model.optimizer.learning_rate}. */
  public double learningRate() {
    return trainer().step().learningRate();
  }

  /**
   * Sets the learning rate of the steps from now on, until the model is compiled again.
   *
   * @throws IllegalStateException if a schedule decides it
   */
  public void learningRate(double rate) {
    trainer().step().learningRate(rate);
  }

  /**
   * A copy of what the optimizer remembers: with the weights, all that a training needs to go on as
   * if it had not been interrupted.
   */
  public OptimizerState optimizerState() {
    return trainer().step().optimizerState();
  }

  /**
   * Lets the optimizer go on from what it remembered elsewhere.
   *
   * @throws IllegalArgumentException if that was of another model or optimizer; nothing is changed
   *     then
   */
  public void optimizerState(OptimizerState state) {
    trainer().step().optimizerState(state);
  }

  /** How the model does on one pass of batches, from the first on. */
  public Scores evaluate(Batches batches) {
    return evaluate(batches, batches.size());
  }

  /** How the model does on so many batches, from the first of a pass on. */
  public Scores evaluate(Batches batches, int steps) {
    return trainer().step().evaluate(batches, steps);
  }

  /** How the model does on arrays. */
  public Scores evaluate(Tensor x, Tensor y) {
    return evaluate(new Batch(x, y));
  }

  /** How the model does on arrays for several inputs and outputs, or with weights. */
  public Scores evaluate(Batch all) {
    return evaluate(new ArrayBatches(all, ARRAY_BATCH, null));
  }

  /** What the model gives for each sample of one pass, from the first on: {@code (n, classes)}. */
  public Tensor predict(Batches batches) {
    return predict(batches, batches.size());
  }

  /** What the model gives for each sample of so many batches, from the first of a pass on. */
  public Tensor predict(Batches batches, int steps) {
    return new Scorer(network, programs).predict(batches, steps);
  }

  /** What the model gives for each sample of an array. */
  public Tensor predict(Tensor x) {
    return new Scorer(network, programs).predict(x, ARRAY_BATCH);
  }

  /**
   * What the model gives for samples of several inputs, of which there are equally many.
   *
   * @param x samples for each input
   * @return for each output what it gives
   */
  public List<Tensor> predict(List<Tensor> x) {
    return new Scorer(network, programs).predict(x, ARRAY_BATCH);
  }

  /** The shape of what the model takes first: {@code (None, height, width, channels)}. */
  public Shape inputShape() {
    return network.lowered().input();
  }

  /** The shape of what the model gives first: {@code (None, classes)}. */
  public Shape outputShape() {
    return network.lowered().output();
  }

  /** Copies of the weights by name, in the order of the layers. */
  public Map<String, Tensor> getWeights() {
    return network.copyWeights();
  }

  /**
   * Copies of the weights by name where the optimizer keeps moving averages of them, with those in
   * the place of what is trained; empty where it keeps none. Keras: {@code SwapEMAWeights}.
   */
  public Map<String, Tensor> averagedWeights() {
    return trainer().step().averagedWeights();
  }

  /** How Keras keeps each weight, by name. */
  public Map<String, KerasArray> kerasArrays() {
    Map<String, KerasArray> arrays = new LinkedHashMap<>();
    network.lowered().weights().forEach((name, weight) -> arrays.put(name, weight.keras()));
    return arrays;
  }

  /**
   * The numbers of the {@link #graph()}'s parameters, by name: constants, and copies of weights.
   */
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new LinkedHashMap<>(constants());
    parameters.putAll(getWeights());
    return parameters;
  }

  /** The numbers of the {@link #graph()}'s parameters that are no weights, by name. */
  public Map<String, Tensor> constants() {
    return network.lowered().constants();
  }

  /**
   * Sets all weights, which are copied.
   *
   * @throws IllegalArgumentException if the names or shapes are not those of the model's; nothing
   *     is set then
   */
  public void setWeights(Map<String, Tensor> weights) {
    network.setWeights(weights);
  }

  /**
   * Writes the model with its weights to a {@code .keras} file, which {@code
   * keras.saving.load_model} reads.
   *
   * @throws IOException if that fails; the file is then as it was before
   * @throws IllegalArgumentException if the name does not end in {@code .keras}
   */
  public void save(Path file) throws IOException {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".keras")) {
      throw new IllegalArgumentException(
          "The name of a file of a whole model must end in .keras (saveWeights writes .h5)."
              + " Received: "
              + file);
    }
    KerasWeights.saveModel(network, file);
  }

  /**
   * Reads a model with its weights, as Keras and {@link #save} write them: {@code .keras}, or the
   * whole {@code .h5} that was before it. It is not compiled.
   *
   * @return a {@link Sequential} if the file holds one
   * @throws IOException if the file cannot be read, or has something that is not known here; the
   *     message names it
   */
  public static Model load(Path file) throws IOException {
    return of(KerasWeights.loadModel(file));
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
    KerasWeights.save(network, file);
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
    return KerasWeights.load(network, file, options);
  }

  /**
   * The model as a graph: from samples {@code (n, height, width, channels)} to what {@link
   * #predict} gives. Its parameters have the names of the weights and of the {@link #constants()}.
   */
  public Graph graph() {
    return network.lowered().graph();
  }

  /**
   * Appends the model to a graph; its parameters there have the names of the weights.
   *
   * @param value what it takes there: pictures as {@code (n, channels, height, width)}
   * @return the value it gives there
   */
  public String appendTo(Graph.Builder graph, String value) {
    return network.lower("", List.of(value), new Lowering(graph)).get(0);
  }

  /** Keras's table of the layers, their shapes and parameters. */
  public String summary() {
    return Summary.of(network);
  }

  /** Keras 3's JSON form of the model, without weights. */
  public ObjectNode toConfig() {
    return ModelConfig.write(network.name(), network);
  }

  /**
   * A model from Keras 3's JSON form, with weights drawn anew.
   *
   * @throws IllegalArgumentException if something in it is not known here; the message names it
   */
  public static Model fromConfig(JsonNode config) {
    return of(ModelConfig.read(config, null));
  }

  /**
   * A model from Keras 3's JSON form, with these weights, which are copied: a config that asks for
   * huge layers without such weights asks for no memory.
   *
   * @throws IllegalArgumentException if something in the config is not known here, or a weight is
   *     missing or of another shape; the message names it
   */
  public static Model fromConfig(JsonNode config, Map<String, Tensor> weights) {
    return of(ModelConfig.read(config, WeightSource.copies(weights)));
  }

  private static Model of(Network network) {
    return network.isSequential() ? new Sequential(network) : new Model(network);
  }

  final Trainer trainer() {
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
