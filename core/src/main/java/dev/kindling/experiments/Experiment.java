package dev.kindling.experiments;

import java.io.IOException;

/** A run: pictures in, a trained classifier out. */
public interface Experiment {

  /**
   * Carries the run out. To be called once.
   *
   * @throws dev.kindling.data.DataFolderException if the folder is missing, or has fewer than two
   *     classes with pictures to train on
   * @throws IOException if it cannot be read
   * @throws java.util.concurrent.CancellationException if the run is stopped before there is a
   *     classifier
   */
  TrainingResult run() throws IOException;

  /** Asks the run to end soon, with what it has. May be called by any thread. */
  void stop();
}
