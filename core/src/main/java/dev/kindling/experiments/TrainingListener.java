package dev.kindling.experiments;

/**
 * Hears how a run goes on. Called by the thread that runs the training, in this order: notices and
 * reading; the beginning of an epoch, its steps, its validation, its end; the next epoch.
 */
public interface TrainingListener extends ReadingListener {

  /** The features of so many of all training pictures are computed. */
  default void computing(int pictures, int of) {}

  /** Of all pictures that go through a network while it is tried to train it further, so many. */
  default void tuning(int pictures, int of) {}

  /** An epoch begins; it has so many steps. */
  default void epochBegins(int epoch, int epochs, int steps) {}

  /**
   * A step is done.
   *
   * @param step from 1
   * @param soFar the means over this epoch's steps until now
   */
  default void step(int step, Figures soFar) {}

  /** So many of all validation pictures are done. */
  default void validating(int pictures, int of) {}

  /** An epoch and the validation after it are done. */
  default void epochEnds(EpochResult result) {}
}
