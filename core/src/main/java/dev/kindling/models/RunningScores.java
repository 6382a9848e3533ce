package dev.kindling.models;

import dev.kindling.metrics.Metric;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Scores of the samples seen so far, as Keras shows them: means of losses, and metrics. */
final class RunningScores {

  private final List<Target> targets;
  private final double[] losses;
  private final List<Map<String, Metric.Count>> counts = new ArrayList<>();
  private final List<Map<String, Metric.Count>> weightedCounts = new ArrayList<>();
  private double loss;
  private int samples;

  RunningScores(List<Target> targets) {
    this.targets = targets;
    this.losses = new double[targets.size()];
    List<String> taken = new ArrayList<>();
    for (Target target : targets) {
      counts.add(begin(target, target.wanted().metrics(), taken, ""));
    }
    for (Target target : targets) {
      weightedCounts.add(begin(target, target.wanted().weightedMetrics(), taken, "weighted_"));
    }
  }

  /** Keras's names: with the output's before it where there are several. */
  private Map<String, Metric.Count> begin(
      Target target, List<Metric> metrics, List<String> taken, String whereTaken) {
    Map<String, Metric.Count> begun = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      String name = prefix(target) + metric.name();
      if (taken.contains(name)) {
        name = prefix(target) + whereTaken + metric.name();
      }
      String unique = name;
      for (int i = 1; taken.contains(unique); i++) {
        unique = name + "_" + i;
      }
      taken.add(unique);
      begun.put(unique, metric.begin());
    }
    return begun;
  }

  private String prefix(Target target) {
    return targets.size() == 1 ? "" : target.name() + "_";
  }

  /** Adds a batch by its loss, the sum over all outputs and penalties. */
  void addLoss(double batchLoss, int batchSize) {
    loss += batchLoss * batchSize;
    samples += batchSize;
  }

  /** Adds a batch of one output by its own loss, its labels and its scores. */
  void add(int output, double batchLoss, Tensor labels, Tensor scores, @Nullable Tensor weights) {
    losses[output] += batchLoss * scores.shape().size(0);
    counts.get(output).values().forEach(count -> count.add(labels, scores, null));
    weightedCounts.get(output).values().forEach(count -> count.add(labels, scores, weights));
  }

  /** All that was added, as numbers: what {@link #restore} goes on from. */
  List<double[]> state() {
    List<double[]> state = new ArrayList<>();
    state.add(new double[] {loss, samples});
    state.add(losses.clone());
    counts().forEach(count -> state.add(count.state()));
    return state;
  }

  /** Goes on from what scores of the same model had been told. */
  void restore(List<double[]> state) {
    loss = state.get(0)[0];
    samples = (int) state.get(0)[1];
    System.arraycopy(state.get(1), 0, losses, 0, losses.length);
    Iterator<double[]> counted = state.subList(2, state.size()).iterator();
    counts().forEach(count -> count.restore(counted.next()));
  }

  private Stream<Metric.Count> counts() {
    return Stream.of(counts, weightedCounts)
        .flatMap(List::stream)
        .flatMap(each -> each.values().stream());
  }

  /** The scores; there must be samples. */
  Scores mean() {
    if (samples == 0) {
      throw new IllegalArgumentException(
          "There are no samples: give at least one batch, and at least one step.");
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    for (int i = 0; i < losses.length && losses.length > 1; i++) {
      scores.put(prefix(targets.get(i)) + "loss", losses[i] / samples);
    }
    counts.forEach(each -> each.forEach((name, count) -> scores.put(name, count.result())));
    weightedCounts.forEach(each -> each.forEach((name, count) -> scores.put(name, count.result())));
    return new Scores(samples, loss / samples, scores);
  }
}
