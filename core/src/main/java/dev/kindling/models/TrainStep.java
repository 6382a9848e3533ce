package dev.kindling.models;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.engine.TrainingProgram;
import dev.kindling.layers.Weight;
import dev.kindling.losses.LossValue;
import dev.kindling.optimizers.Optimization;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.OptimizerState;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What compile settled, and one step of training by it: forward, loss, backward, weights moved. */
final class TrainStep {

  private final Network network;
  private final Programs programs;
  private final Scorer scorer;
  private final Optimization optimization;
  private final List<Target> targets;

  TrainStep(Network network, Programs programs, Optimizer optimizer, List<OutputLoss> losses) {
    this.network = network;
    this.programs = programs;
    this.scorer = new Scorer(network, programs);
    this.optimization = new Optimization(optimizer);
    this.targets = Target.of(network, losses);
    requireNamedWeights(optimizer.options().learningRateMultipliers().keySet());
  }

  /** A learning rate for nothing is a mistake in the name. */
  private void requireNamedWeights(Set<String> names) {
    for (String name : names) {
      Set<String> weights = network.weights().keySet();
      if (weights.stream().noneMatch(w -> w.equals(name) || w.startsWith(name + "/"))) {
        throw new IllegalArgumentException(
            "There is a learningRateMultiplier for '%s', which is no layer with weights and no weight. There are: %s"
                .formatted(name, weights));
      }
    }
  }

  /** Scores to be added to, of no samples yet. */
  RunningScores scores() {
    return new RunningScores(targets);
  }

  /** Moves the weights by one batch, whose scores before that are added. */
  void run(Batch batch, long seed, RunningScores running) {
    network.lowered().requireSamples(batch.xs());
    List<Tensor> labels = Scorer.labels(batch, targets, network.lowered());
    List<String> values = targets.stream().map(Target::value).toList();
    TrainingProgram program = programs.training(values, batch.size());

    for (int i = 0; i < batch.xs().size(); i++) {
      program.feed(i, batch.xs().get(i).data());
    }
    program.forward(dropoutSeed(seed));
    double loss = network.penalty();
    List<float[]> gradients = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      Tensor given = Tensor.zeros(shape(target.value()).withBatch(batch.size()));
      program.fetch(i, given.data());
      LossValue value = target.loss(labels.get(i), given, batch.sampleWeight(i));
      requireFinite(value.mean());
      loss += target.wanted().weight() * value.mean();
      gradients.add(scaled(value.gradient().data(), target.wanted().weight()));
      Tensor scores = target.scoresOf(given);
      running.add(i, value.mean(), labels.get(i), scores, batch.sampleWeight(i));
    }
    running.addLoss(loss, batch.size());
    program.backward(gradients);
    move(program.gradients());
    program.movedStatistics().forEach(this::keep);

    network.weightsChanged();
    programs.stepped();
  }

  private Shape shape(String value) {
    return network.lowered().graph().shape(value);
  }

  private static float[] scaled(float[] gradient, double factor) {
    for (int i = 0; i < gradient.length && factor != 1; i++) {
      gradient[i] *= (float) factor;
    }
    return gradient;
  }

  private void move(Map<String, Tensor> gradients) {
    gradients.forEach(
        (parameter, gradient) -> {
          Weight weight = weight(parameter);
          if (weight.regularizer() != null) {
            weight.regularizer().addGradient(numbers(parameter), gradient.data());
          }
        });
    optimization.step(network.weights(), gradients, programs.threads());
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

  /** The weights with their averages in place; empty where there are none. */
  Map<String, Tensor> averagedWeights() {
    if (!optimization.optimizer().options().useEma()) {
      return Map.of(); // Nothing is copied in vain.
    }
    Map<String, Tensor> weights = network.copyWeights();
    return optimization.takeAverages(weights) ? weights : Map.of();
  }

  Scores evaluate(Batches batches, int steps) {
    return scorer.evaluate(batches, steps, targets);
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

  /** What else than the data decides what a step does, by name and in words. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("optimizer", optimization.optimizer().toString());
    facts.put("losses", targets.stream().map(Target::wanted).toList().toString());
    facts.put("weights", network.trained().size() + " trained arrays of weights");
    facts.putAll(programs.facts());
    return facts;
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
