package dev.kindling.models;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.engine.TrainingProgram;
import dev.kindling.layers.Weight;
import dev.kindling.losses.Loss;
import dev.kindling.losses.LossValue;
import dev.kindling.metrics.Metric;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Trains a model: what compile settled, and what the optimizer remembers between steps. */
final class Trainer {

  private final Network network;
  private final Programs programs;
  private final Scorer scorer;
  private final Optimizer optimizer;
  private final Loss loss;
  private final List<Metric> metrics;

  /** The logits where the loss can be computed from them, else the scores. */
  private final String output;

  private final boolean fromLogits;
  private final Map<String, float[][]> slots = new HashMap<>();
  private long iterations;
  private volatile boolean stopping;

  Trainer(
      Network network, Programs programs, Optimizer optimizer, Loss loss, List<Metric> metrics) {
    this.network = network;
    this.programs = programs;
    this.scorer = new Scorer(network, programs);
    this.optimizer = optimizer;
    this.loss = loss;
    this.metrics = metrics;
    Lowered model = network.lowered();
    loss.requireOutput(model.output());
    String logits = model.before(loss.head());
    fromLogits = logits != null;
    output = logits != null ? logits : model.graph().outputs().get(0);
  }

  /** Trains; {@link #stop()} ends it after the batch at work, and that epoch does not count. */
  History fit(Batches batches, FitOptions options) {
    try {
      return run(batches, options);
    } finally {
      stopping = false;
    }
  }

  private History run(Batches batches, FitOptions options) {
    int steps = options.stepsPerEpoch() > 0 ? options.stepsPerEpoch() : batches.size();
    FitListener listener = options.listener();
    List<Epoch> epochs = new ArrayList<>();
    while (epochs.size() < options.epochs() && !stopping) {
      int number = epochs.size() + 1;
      listener.epochBegin(number, options.epochs(), steps);
      RunningScores running = new RunningScores(metrics);
      long start = System.nanoTime();
      for (int step = 1; step <= steps; step++) {
        if (stopping) {
          return new History(epochs, true);
        }
        trainOnBatch(batches.next(), options.seed(), running);
        listener.batchEnd(new Progress(number, options.epochs(), step, steps, running.mean()));
      }
      double seconds = secondsSince(start);
      requireFiniteWeights();

      long validationStart = System.nanoTime();
      Scores validation = validate(options);
      double validationSeconds = validation == null ? 0 : secondsSince(validationStart);

      Epoch epoch = new Epoch(number, running.mean(), seconds, validation, validationSeconds);
      epochs.add(epoch);
      listener.epochEnd(epoch);
    }
    return new History(epochs, epochs.size() < options.epochs());
  }

  /** One step: forward, loss, backward, and the weights moved. */
  void trainOnBatch(Batch batch, long seed, RunningScores running) {
    network.lowered().requireSamples(List.of(batch.x()));
    Scorer.requireUnweighted(batch);
    Tensor given = Tensor.zeros(network.lowered().graph().shape(output).withBatch(batch.size()));
    Tensor labels = loss.requireLabels(batch.y(), given.shape());
    TrainingProgram program = programs.training(output, batch.size());

    program.feed(0, batch.x().data());
    program.forward(dropoutSeed(seed));
    program.fetch(0, given.data());
    LossValue value = fromLogits ? loss.fromLogits(labels, given) : loss.fromScores(labels, given);
    requireFinite(value.mean());
    double mean = value.mean() + network.penalty();
    program.backward(value.gradient().data());
    program.gradients().forEach(this::update);
    program.movedStatistics().forEach(this::keep);

    iterations++;
    network.weightsChanged();
    programs.stepped();
    running.add(mean, labels, fromLogits ? loss.scores(given) : given);
  }

  private void update(String parameter, Tensor gradient) {
    float[] weights = Objects.requireNonNull(network.weights().get(parameter)).data();
    Weight weight = Objects.requireNonNull(network.lowered().weights().get(parameter));
    if (weight.regularizer() != null) {
      weight.regularizer().addGradient(weights, gradient.data());
    }
    float[][] remembered =
        slots.computeIfAbsent(parameter, p -> new float[optimizer.slots()][weights.length]);
    optimizer.update(weights, gradient.data(), remembered);
    if (weight.constraint() != null) {
      weight.constraint().apply(weights, weight.keras());
    }
  }

  private void keep(String parameter, Tensor moved) {
    float[] weights = Objects.requireNonNull(network.weights().get(parameter)).data();
    System.arraycopy(moved.data(), 0, weights, 0, weights.length);
  }

  /** Other elements are dropped in each step, and for each seed. */
  private long dropoutSeed(long seed) {
    return seed * 0x9E3779B97F4A7C15L + iterations;
  }

  private @Nullable Scores validate(FitOptions options) {
    Batches batches = options.validationData();
    if (batches == null) {
      return null;
    }
    int steps = options.validationSteps() > 0 ? options.validationSteps() : batches.size();
    return evaluate(batches, steps);
  }

  Scores evaluate(Batches batches, int steps) {
    return scorer.evaluate(batches, steps, loss, metrics);
  }

  /** Ends the fit at work, or else the next one. */
  void stop() {
    stopping = true;
  }

  List<Metric> metrics() {
    return metrics;
  }

  private void requireFinite(double mean) {
    if (!Double.isFinite(mean)) {
      throw diverged("The loss is " + mean);
    }
  }

  /** Behind a ReLU the loss does not tell: of what is not a number it makes a 0. */
  private void requireFiniteWeights() {
    network
        .weights()
        .forEach(
            (parameter, tensor) -> {
              for (float weight : tensor.data()) {
                if (!Float.isFinite(weight)) {
                  throw diverged("The weight '%s' holds %s".formatted(parameter, weight));
                }
              }
            });
  }

  private DivergedException diverged(String what) {
    return new DivergedException(
        ("%s after %d training steps. The learning rate of %s may be too high, or a sample holds"
                + " numbers that are not finite.")
            .formatted(what, iterations, optimizer.learningRate()));
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
