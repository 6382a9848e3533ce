package dev.kindling.models;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.engine.InferenceProgram;
import dev.kindling.engine.ProgramPool;
import dev.kindling.graph.Graph;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Runs samples through a model as it is, without training. */
final class Scorer {

  private final Network network;
  private final Programs programs;

  Scorer(Network network, Programs programs) {
    this.network = network;
    this.programs = programs;
  }

  /** The scores for the first batches of a pass, one after another. */
  Tensor predict(Batches batches, int steps) {
    requireOneOutput();
    batches.reset();
    List<Tensor> parts = new ArrayList<>();
    int capacity = 0;
    int rows = 0;
    for (int step = 0; step < steps; step++) {
      Batch batch = batches.next();
      capacity = Math.max(capacity, batch.size());
      parts.add(run(batch.xs(), capacity).get(0));
      rows += batch.size();
    }
    return join(parts, network.lowered().output().withBatch(rows));
  }

  /** The scores for samples, of which so many come at once. */
  Tensor predict(Tensor x, int capacity) {
    requireOneOutput();
    return run(List.of(x), capacity).get(0);
  }

  private void requireOneOutput() {
    List<Shape> outputs = network.lowered().outputs();
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          "The model gives several values, %s: call predict with a list of samples, which gives a list"
              .formatted(outputs));
    }
  }

  /** What each output gives for samples of each input, of which so many come at once. */
  List<Tensor> predict(List<Tensor> x, int capacity) {
    return List.copyOf(run(x, capacity).subList(0, network.lowered().outputs().size()));
  }

  private static Tensor join(List<Tensor> parts, Shape shape) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Tensor all = Tensor.zeros(shape);
    int filled = 0;
    for (Tensor part : parts) {
      System.arraycopy(part.data(), 0, all.data(), filled, part.data().length);
      filled += part.data().length;
    }
    return all;
  }

  /** How the model does on the first batches of a pass. */
  Scores evaluate(Batches batches, int steps, List<Target> targets) {
    batches.reset();
    double penalty = network.penalty();
    List<String> names = network.lowered().scoring().outputs();
    RunningScores running = new RunningScores(targets);
    int capacity = 0;
    for (int step = 0; step < steps; step++) {
      Batch batch = batches.next();
      List<Tensor> labels = labels(batch, targets, network.lowered());
      capacity = Math.max(capacity, batch.size());
      List<Tensor> outputs = run(batch.xs(), capacity);
      double loss = penalty;
      for (int i = 0; i < targets.size(); i++) {
        Target target = targets.get(i);
        Tensor given = outputs.get(names.indexOf(target.value()));
        double own = target.loss(labels.get(i), given, batch.sampleWeight(i)).mean();
        loss += target.wanted().weight() * own;
        running.add(i, own, labels.get(i), outputs.get(i), batch.sampleWeight(i));
      }
      running.addLoss(loss, batch.size());
    }
    return running.mean();
  }

  /** A batch's labels for each output, checked by its loss. */
  static List<Tensor> labels(Batch batch, List<Target> targets, Lowered model) {
    if (batch.ys().size() > targets.size()
        || (targets.size() > 1 && batch.ys().size() < targets.size())) {
      throw new IllegalArgumentException(
          "The model gives %s, each of which takes labels. Received: labels for %d"
              .formatted(model.outputs(), batch.ys().size()));
    }
    List<Tensor> labels = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Tensor given = batch.ys().isEmpty() ? null : batch.ys().get(i);
      Shape scores = model.outputs().get(i).withBatch(batch.size());
      labels.add(targets.get(i).loss().requireLabels(given, scores));
    }
    return labels;
  }

  /** What the network gives for a batch: its outputs, then what their heads take. */
  private List<Tensor> run(List<Tensor> x, int capacity) {
    network.lowered().requireSamples(x);
    Graph graph = network.lowered().scoring();
    int samples = x.get(0).shape().size(0);
    List<Tensor> outputs = new ArrayList<>();
    for (String name : graph.outputs()) {
      outputs.add(Tensor.zeros(graph.shape(name).withBatch(samples)));
    }
    ProgramPool pool = programs.inference(capacity);
    int rows = pool.batchSize();
    IntStream parts = IntStream.range(0, (samples + rows - 1) / rows);
    (pool.copies() == 1 ? parts : parts.parallel())
        .forEach(
            part -> {
              int first = part * rows;
              int count = Math.min(rows, samples - first);
              pool.use(program -> run(program, x, outputs, first, count));
            });
    return outputs;
  }

  private static void run(
      InferenceProgram program, List<Tensor> x, List<Tensor> outputs, int first, int rows) {
    for (int i = 0; i < x.size(); i++) {
      int row = rowLength(x.get(i));
      program.feed(i, x.get(i).data(), first * row, rows * row);
    }
    program.run();
    for (int i = 0; i < outputs.size(); i++) {
      int row = rowLength(outputs.get(i));
      program.fetch(i, outputs.get(i).data(), first * row, rows * row);
    }
  }

  private static int rowLength(Tensor samples) {
    return samples.data().length / samples.shape().size(0);
  }
}
