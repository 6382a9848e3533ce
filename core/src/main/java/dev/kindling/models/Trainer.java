package dev.kindling.models;

import dev.kindling.data.Batches;

/** Trains a model by what compile settled. */
final class Trainer {

  private final Model model;
  private final TrainStep step;
  private volatile boolean stopping;

  Trainer(Model model, TrainStep step) {
    this.model = model;
    this.step = step;
  }

  /** Trains; {@link #stop()} ends it after the batch at work, and that epoch does not count. */
  History fit(Batches batches, FitOptions options) {
    try {
      return new Fit(model, step, batches, options, () -> stopping).run();
    } finally {
      stopping = false;
    }
  }

  /** One step of training, and what compile settled of it. */
  TrainStep step() {
    return step;
  }

  /** Ends the fit at work, or else the next one. */
  void stop() {
    stopping = true;
  }
}
