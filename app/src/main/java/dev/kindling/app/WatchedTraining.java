package dev.kindling.app;

import dev.kindling.experiments.Recipe;
import dev.kindling.experiments.RunOptions;
import dev.kindling.experiments.Training;
import dev.kindling.experiments.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/**
 * A training that people watch, and may end with Ctrl-C.
 *
 * @param data the folder of pictures
 * @param recipe what is done
 * @param options how it is computed
 * @param console where they watch
 */
record WatchedTraining(Path data, Recipe recipe, RunOptions options, Console console) {

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
    Training training = new Training(data, recipe, options, report);
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
