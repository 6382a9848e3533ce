package dev.kindling.models;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.ProgramPool;
import dev.kindling.engine.TrainingProgram;
import dev.kindling.graph.Graph;
import dev.kindling.version.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The compiled programs of a model: made when they are first needed, and kept. */
final class Programs implements AutoCloseable {

  /**
   * A thread computes so many numbers of samples at once, such as four pictures of 224 x 224: what
   * comes of them on their way through the network stays in its cache.
   */
  private static final long NUMBERS_AT_ONCE = 1L << 20;

  private final Network network;
  private final Map<Integer, TrainingProgram> training = new HashMap<>();
  private final Map<Integer, ProgramPool> inference = new HashMap<>();
  private EngineOptions engine = EngineOptions.defaults();
  private long inferenceVersion;
  private long trainingVersion;
  private Set<String> trainedNames = Set.of();

  Programs(Network network) {
    this.network = network;
  }

  void engine(EngineOptions options) {
    close();
    engine = options;
  }

  /** The program to train with batches of this size, from the samples to values of the graph. */
  TrainingProgram training(List<String> values, int batchSize) {
    Set<String> trained = network.trained();
    boolean touched =
        network.version() != trainingVersion && trained.size() < network.weights().size();
    if (touched || !trained.equals(trainedNames)) {
      // A program takes over the numbers of what is frozen once, when it is compiled.
      closeTraining();
      trainedNames = trained;
    }
    return training.computeIfAbsent(
        batchSize,
        size ->
            TrainingProgram.compile(
                network.lowered().graph().upTo(values),
                network.parameters(),
                trained,
                size,
                engine));
  }

  /**
   * The programs that give scores, and logits where there are, by the weights as they are now.
   *
   * @param capacity how many samples come at once, at most
   */
  ProgramPool inference(int capacity) {
    if (network.version() != inferenceVersion) {
      inference.values().forEach(pool -> pool.takeWeights(network.parameters()));
      inferenceVersion = network.version();
    }
    return inference.computeIfAbsent(capacity, this::compile);
  }

  private ProgramPool compile(int capacity) {
    Graph graph = network.lowered().scoring();
    long numbers =
        graph.inputs().stream().mapToLong(input -> input.shape().withBatch(1).elements()).sum();
    long rows = Long.highestOneBit(Math.max(1, NUMBERS_AT_ONCE / Math.max(1, numbers)));
    int share = (capacity + engine.threads() - 1) / engine.threads();
    return new ProgramPool(
        graph, network.parameters(), (int) Math.min(share, rows), capacity, engine);
  }

  /** How many threads compute. */
  int threads() {
    return engine.threads();
  }

  /** Says that the weights have changed by a step of the training program alone. */
  void stepped() {
    trainingVersion = network.version();
  }

  /** What decides how numbers are rounded, by name and in words. */
  Map<String, String> facts() {
    return Map.of(
        "kindling", "Kindling " + Version.current(),
        "precision", engine.precision().resolve().toString(),
        "threads", engine.threads() + " threads");
  }

  private void closeTraining() {
    training.values().forEach(TrainingProgram::close);
    training.clear();
  }

  private void closeInference() {
    inference.values().forEach(ProgramPool::close);
    inference.clear();
  }

  /** Frees the native memory. Programs are made anew when they are needed again. */
  @Override
  public void close() {
    closeInference();
    closeTraining();
  }
}
