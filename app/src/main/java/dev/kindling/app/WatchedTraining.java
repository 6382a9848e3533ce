package dev.kindling.app;

import dev.kindling.experiments.Experiment;
import dev.kindling.experiments.TrainingListener;
import dev.kindling.experiments.TrainingResult;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * A training that people watch, and may end with Ctrl-C.
 *
 * @param experiment the run, when there is somebody to listen to it
 * @param console where they watch
 */
record WatchedTraining(Function<TrainingListener, Experiment> experiment, Console console) {

  /** What the process ends with after Ctrl-C. */
  private static final int STOPPED = 130;

  /** What is done with the result; the process does not end before. */
  interface Sequel {
    void with(TrainingResult result) throws IOException;
  }

  /**
   * Trains.
   *
   * @return the exit status
   */
  int run(Sequel sequel) throws IOException {
    TrainingReport report = new TrainingReport(console);
    Experiment training = experiment.apply(report);
    StopOnSignal signal = StopOnSignal.begin(training::stop);
    try {
      TrainingResult result = training.run();
      report.clear();
      sequel.with(result);
      return result.stopped() ? STOPPED : 0;
    } catch (CancellationException e) {
      report.clear();
      report.say(Failures.explain(e));
      return STOPPED;
    } finally {
      report.clear();
      signal.end();
    }
  }
}
