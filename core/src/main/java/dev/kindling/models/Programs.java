package dev.kindling.models;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.InferenceProgram;
import dev.kindling.engine.TrainingProgram;
import dev.kindling.version.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The compiled programs of a model: made when they are first needed, and kept. */
final class Programs implements AutoCloseable {

  private final Network network;
  private final Map<Integer, TrainingProgram> training = new HashMap<>();
  private final Map<Integer, InferenceProgram> inference = new HashMap<>();
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
   * The program that gives scores, and logits where there are, of up to so many samples by the
   * weights as they are now.
   */
  InferenceProgram inference(int batchSize) {
    if (network.version() != inferenceVersion) {
      inference.values().forEach(program -> program.takeWeights(network.parameters()));
      inferenceVersion = network.version();
    }
    return inference.computeIfAbsent(
        batchSize,
        size ->
            InferenceProgram.compile(
                network.lowered().scoring(), network.parameters(), size, engine));
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
    inference.values().forEach(InferenceProgram::close);
    inference.clear();
  }

  /** Frees the native memory. Programs are made anew when they are needed again. */
  @Override
  public void close() {
    closeInference();
    closeTraining();
  }
}
