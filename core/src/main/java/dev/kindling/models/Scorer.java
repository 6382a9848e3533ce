package dev.kindling.models;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.engine.InferenceProgram;
import dev.kindling.graph.Graph;
import dev.kindling.losses.Loss;
import dev.kindling.losses.LossValue;
import dev.kindling.metrics.Metric;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Runs samples through a model as it is, without training. */
final class Scorer {

  private final Stack stack;
  private final Programs programs;

  Scorer(Stack stack, Programs programs) {
    this.stack = stack;
    this.programs = programs;
  }

  /** The scores for the first batches of a pass, one after another. */
  Tensor predict(Batches batches, int steps) {
    batches.reset();
    List<Tensor> parts = new ArrayList<>();
    int capacity = 0;
    int rows = 0;
    for (int step = 0; step < steps; step++) {
      Batch batch = batches.next();
      capacity = Math.max(capacity, batch.size());
      parts.add(run(batch.x(), capacity).get(0));
      rows += batch.size();
    }
    return join(parts, rows);
  }

  private Tensor join(List<Tensor> parts, int rows) {
    Tensor all = Tensor.zeros(stack.lowered().output().withBatch(rows));
    int filled = 0;
    for (Tensor part : parts) {
      System.arraycopy(part.data(), 0, all.data(), filled, part.data().length);
      filled += part.data().length;
    }
    return all;
  }

  /** How the model does on the first batches of a pass. */
  Scores evaluate(Batches batches, int steps, Loss loss, List<Metric> metrics) {
    batches.reset();
    double penalty = stack.penalty();
    boolean fromLogits = stack.lowered().before(loss.head()) != null;
    RunningScores running = new RunningScores(metrics);
    int capacity = 0;
    for (int step = 0; step < steps; step++) {
      Batch batch = batches.next();
      requireUnweighted(batch);
      capacity = Math.max(capacity, batch.size());
      List<Tensor> outputs = run(batch.x(), capacity);
      Tensor scores = outputs.get(0);
      Tensor labels = loss.requireLabels(batch.y(), scores.shape());
      LossValue value =
          fromLogits ? loss.fromLogits(labels, outputs.get(1)) : loss.fromScores(labels, scores);
      running.add(value.mean() + penalty, labels, scores);
    }
    return running.mean();
  }

  /** Losses and metrics are means here, in which all samples count alike. */
  static void requireUnweighted(Batch batch) {
    if (batch.sampleWeight() != null) {
      throw new IllegalArgumentException(
          "Sample weights are not taken into account here: leave sampleWeight or weightCol out.");
    }
  }

  /**
   * What the network gives for a batch: the scores, and second what its head takes if there is one.
   */
  private List<Tensor> run(Tensor x, int capacity) {
    stack.lowered().requireSamples(x);
    InferenceProgram program = programs.inference(capacity);
    program.feed(0, x.data());
    program.run();
    Graph graph = stack.lowered().scoring();
    List<Tensor> outputs = new ArrayList<>();
    for (String name : graph.outputs()) {
      Tensor output = Tensor.zeros(graph.shape(name).withBatch(x.shape().size(0)));
      program.fetch(outputs.size(), output.data());
      outputs.add(output);
    }
    return outputs;
  }
}
