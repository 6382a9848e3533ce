package dev.kindling.models;

import dev.kindling.data.Batches;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trains a model, epoch after epoch. */
final class Trainer {

  private final TrainStep step;
  private volatile boolean stopping;

  Trainer(TrainStep step) {
    this.step = step;
  }

  /** Trains; {@link #stop()} ends it after the batch at work, and that epoch does not count. */
  History fit(Batches batches, FitOptions options) {
    try {
      History history = run(batches, options);
      step.finish();
      return history;
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
      RunningScores running = step.scores();
      long start = System.nanoTime();
      for (int done = 1; done <= steps; done++) {
        if (stopping) {
          return new History(epochs, true);
        }
        step.run(
            ClassWeights.apply(batches.next(), options.classWeight()), options.seed(), running);
        listener.batchEnd(new Progress(number, options.epochs(), done, steps, running.mean()));
      }
      double seconds = secondsSince(start);
      step.requireFiniteWeights();

      long validationStart = System.nanoTime();
      Scores validation = validate(options);
      double validationSeconds = validation == null ? 0 : secondsSince(validationStart);

      Epoch epoch = new Epoch(number, running.mean(), seconds, validation, validationSeconds);
      epochs.add(epoch);
      listener.epochEnd(epoch);
    }
    return new History(epochs, epochs.size() < options.epochs());
  }

  private @Nullable Scores validate(FitOptions options) {
    Batches batches = options.validationData();
    if (batches == null) {
      return null;
    }
    int steps = options.validationSteps() > 0 ? options.validationSteps() : batches.size();
    return step.evaluate(batches, steps);
  }

  /** One step of training, and what compile settled of it. */
  TrainStep step() {
    return step;
  }

  /** Ends the fit at work, or else the next one. */
  void stop() {
    stopping = true;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
