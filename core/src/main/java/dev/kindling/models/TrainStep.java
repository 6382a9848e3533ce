package dev.kindling.models;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.engine.TrainingProgram;
import dev.kindling.layers.Weight;
import dev.kindling.losses.Loss;
import dev.kindling.losses.LossValue;
import dev.kindling.metrics.Metric;
import dev.kindling.optimizers.Optimization;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.OptimizerState;
import dev.kindling.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What compile settled, and one step of training by it: forward, loss, backward, weights moved. */
final class TrainStep {

  private final Network network;
  private final Programs programs;
  private final Scorer scorer;
  private final Optimization optimization;
  private final Loss loss;
  private final List<Metric> metrics;

  /** The logits where the loss can be computed from them, else the scores. */
  private final String output;

  private final boolean fromLogits;

  TrainStep(
      Network network, Programs programs, Optimizer optimizer, Loss loss, List<Metric> metrics) {
    this.network = network;
    this.programs = programs;
    this.scorer = new Scorer(network, programs);
    this.optimization = new Optimization(optimizer);
    this.loss = loss;
    this.metrics = metrics;
    Lowered model = network.lowered();
    requireOneOutput(model);
    loss.requireOutput(model.output());
    String logits = model.before(loss.head());
    fromLogits = logits != null;
    output = logits != null ? logits : model.graph().outputs().get(0);
  }

  private static void requireOneOutput(Lowered model) {
    if (model.inputs().size() != 1 || model.outputs().size() != 1) {
      throw new IllegalArgumentException(
          "A model to be trained has one input and one output. This one takes %s and gives %s: train a model of one of its outputs, whose layers it shares"
              .formatted(model.inputs(), model.outputs()));
    }
  }

  /** Scores to be added to, of no samples yet. */
  RunningScores scores() {
    return new RunningScores(metrics);
  }

  /** Moves the weights by one batch, whose scores before that are added. */
  void run(Batch batch, long seed, RunningScores running) {
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
    move(program.gradients());
    program.movedStatistics().forEach(this::keep);

    network.weightsChanged();
    programs.stepped();
    running.add(mean, labels, fromLogits ? loss.scores(given) : given);
  }

  private void move(Map<String, Tensor> gradients) {
    gradients.forEach(
        (parameter, gradient) -> {
          Weight weight = weight(parameter);
          if (weight.regularizer() != null) {
            weight.regularizer().addGradient(numbers(parameter), gradient.data());
          }
        });
    optimization.step(network.weights(), gradients);
    for (String parameter : gradients.keySet()) {
      Weight weight = weight(parameter);
      if (weight.constraint() != null) {
        weight.constraint().apply(numbers(parameter), weight.keras());
      }
    }
  }

  private void keep(String parameter, Tensor moved) {
    float[] numbers = numbers(parameter);
    System.arraycopy(moved.data(), 0, numbers, 0, numbers.length);
  }

  private Weight weight(String parameter) {
    return Objects.requireNonNull(network.lowered().weights().get(parameter));
  }

  private float[] numbers(String parameter) {
    return Objects.requireNonNull(network.weights().get(parameter)).data();
  }

  /** Other elements are dropped in each step, and for each seed. */
  private long dropoutSeed(long seed) {
    return seed * 0x9E3779B97F4A7C15L + optimization.iterations();
  }

  /** Ends a training: where the optimizer keeps averages of the weights, those are the weights. */
  void finish() {
    if (optimization.takeAverages(network.weights())) {
      network.weightsChanged();
    }
  }

  Scores evaluate(Batches batches, int steps) {
    return scorer.evaluate(batches, steps, loss, metrics);
  }

  /** The learning rate of the next step. */
  double learningRate() {
    return optimization.learningRate();
  }

  void learningRate(double rate) {
    optimization.learningRate(rate);
  }

  OptimizerState optimizerState() {
    return optimization.state(network.weights());
  }

  void optimizerState(OptimizerState state) {
    optimization.restore(state, network.weights());
  }

  private void requireFinite(double mean) {
    if (!Double.isFinite(mean)) {
      throw diverged("The loss is " + mean);
    }
  }

  /** Behind a ReLU the loss does not tell: of what is not a number it makes a 0. */
  void requireFiniteWeights() {
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
            .formatted(what, optimization.iterations(), optimization.learningRate()));
  }
}
