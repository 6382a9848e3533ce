package dev.kindling.models;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One training: epoch after epoch, batch after batch, from its beginning or from a checkpoint. */
final class Fit {

  private final Model model;
  private final TrainStep step;
  private final Batches batches;
  private final FitOptions options;
  private final BooleanSupplier stopping;
  private final int steps;
  private final @Nullable Checkpoints checkpoints;

  /** The whole epochs. */
  private final List<Epoch> epochs = new ArrayList<>();

  /** The epoch at work: its scores, its batches that are done, and the time they took. */
  private RunningScores running;

  private int done;
  private double seconds;

  Fit(Model model, TrainStep step, Batches batches, FitOptions options, BooleanSupplier stopping) {
    this.model = model;
    this.step = step;
    this.batches = batches;
    this.options = options;
    this.stopping = stopping;
    this.steps = options.stepsPerEpoch() > 0 ? options.stepsPerEpoch() : batches.size();
    this.running = step.scores();
    Checkpoint kept = options.checkpoint();
    this.checkpoints = kept == null ? null : new Checkpoints(kept, facts(kept));
  }

  History run() {
    TrainingState saved = checkpoints == null ? null : checkpoints.begin();
    options.callbacks().forEach(each -> each.onTrainBegin(model, options.epochs(), steps));
    if (saved != null) {
      goOnFrom(saved);
    }
    while (epoch() < options.epochs() && !stopping.getAsBoolean()) {
      if (done == 0) {
        options.callbacks().forEach(each -> each.onEpochBegin(model, epoch()));
      }
      if (!train()) {
        break;
      }
      end();
    }
    step.finish();
    options.callbacks().forEach(each -> each.onTrainEnd(model));
    return new History(epochs, epoch() < options.epochs());
  }

  /** The number of the epoch at work, from 0. */
  private int epoch() {
    return options.initialEpoch() + epochs.size();
  }

  /** Trains on the batches of an epoch that are not done; tells whether all are. */
  private boolean train() {
    while (done < steps) {
      if (stopping.getAsBoolean()) {
        keep();
        return false;
      }
      long start = System.nanoTime();
      for (Callback each : options.callbacks()) {
        each.onTrainBatchBegin(model, done);
      }
      if (!step(batches.next())) {
        return false;
      }
      Map<String, Double> logs = logs(running.mean(), null);
      for (Callback each : options.callbacks()) {
        each.onTrainBatchEnd(model, done, logs);
      }
      done++;
      seconds += secondsSince(start);
      if (checkpoints != null && done < steps && checkpoints.isDue()) {
        keep();
      }
    }
    return true;
  }

  /** Takes a step; tells whether the training can go on. */
  private boolean step(Batch batch) {
    try {
      step.run(ClassWeights.apply(batch, options.classWeight()), options.seed(), running);
      return true;
    } catch (DivergedException e) {
      Map<String, Double> logs = new HashMap<>(Map.of("loss", Double.NaN));
      options.callbacks().forEach(each -> each.onTrainBatchEnd(model, done, logs));
      if (stopping.getAsBoolean()) {
        return false;
      }
      throw e;
    }
  }

  /** Ends an epoch whose batches are done. */
  private void end() {
    step.requireFiniteWeights();
    long start = System.nanoTime();
    Scores validation = isValidated(epoch()) ? validate() : null;
    double validationSeconds = validation == null ? 0 : secondsSince(start);
    Scores training = running.mean();
    Map<String, Double> logs = logs(training, validation);
    options.callbacks().forEach(each -> each.onEpochEnd(model, epoch(), logs));

    epochs.add(new Epoch(epoch() + 1, training, seconds, validation, validationSeconds, logs));
    running = step.scores();
    done = 0;
    seconds = 0;
    keep();
  }

  private boolean isValidated(int epoch) {
    return options.validationData() != null && (epoch + 1) % options.validationFreq() == 0;
  }

  private Scores validate() {
    return step.evaluate(Objects.requireNonNull(options.validationData()), validationSteps());
  }

  private int validationSteps() {
    Batches validation = Objects.requireNonNull(options.validationData());
    return options.validationSteps() > 0 ? options.validationSteps() : validation.size();
  }

  private static Map<String, Double> logs(Scores training, @Nullable Scores validation) {
    Map<String, Double> logs = new LinkedHashMap<>();
    logs.put("loss", training.loss());
    logs.putAll(training.metrics());
    if (validation != null) {
      logs.put("val_loss", validation.loss());
      validation.metrics().forEach((name, score) -> logs.put("val_" + name, score));
    }
    return logs;
  }

  private void keep() {
    if (checkpoints != null) {
      List<CallbackState> remembered = options.callbacks().stream().map(Callback::state).toList();
      checkpoints.write(
          new TrainingState(
              model.getWeights(),
              step.optimizerState(),
              epochs,
              done,
              seconds,
              running.state(),
              remembered));
    }
  }

  /** Lets all be as it was when that was kept, and the batches go on where they were. */
  private void goOnFrom(TrainingState saved) {
    model.setWeights(saved.weights());
    step.optimizerState(saved.optimizer());
    epochs.addAll(saved.epochs());
    done = saved.done();
    seconds = saved.seconds();
    running.restore(saved.running());
    batches.skip((long) epochs.size() * steps + done);
    for (int epoch = options.initialEpoch(); epoch < epoch(); epoch++) {
      if (isValidated(epoch)) {
        Batches validation = Objects.requireNonNull(options.validationData());
        validation.reset();
        validation.skip(validationSteps());
      }
    }
    for (int i = 0; i < options.callbacks().size(); i++) {
      options.callbacks().get(i).restore(model, saved.callbacks().get(i));
    }
  }

  /** What must be the same for the training to go on as it would have. */
  private Map<String, String> facts(Checkpoint kept) {
    Map<String, String> facts = new LinkedHashMap<>(kept.facts());
    facts.putAll(step.facts());
    facts.put("steps", steps + " steps in an epoch");
    facts.put("initialEpoch", "initialEpoch=" + options.initialEpoch());
    facts.put("seed", "seed=" + options.seed());
    facts.put("classWeight", "classWeight=" + options.classWeight());
    facts.put("callbacks", options.callbacks().size() + " callbacks");
    return facts;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
