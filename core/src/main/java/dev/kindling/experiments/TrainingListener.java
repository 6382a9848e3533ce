package dev.kindling.experiments;

/**
 * Hears how a run goes on. Called by the thread that runs the training, in this order: notices and
 * reading; the beginning of an epoch, its steps, its end; the next epoch.
 *
 * <p>Each method does nothing unless overridden. An exception thrown by one ends the run.
 */
public interface TrainingListener {

  /** One sentence that a person should read: a class without pictures, no validation part. */
  default void notice(String sentence) {}

  /** A picture was left out. */
  default void skipped(SkippedPicture picture) {}

  /** So many of all pictures have been read and checked. */
  default void reading(int pictures, int of) {}

  /** An epoch begins; it has so many steps. */
  default void epochBegins(int epoch, int epochs, int steps) {}

  /**
   * A step is done.
   *
   * @param step from 1
   * @param soFar the means over this epoch's steps until now
   */
  default void step(int step, Figures soFar) {}

  /** An epoch and the validation after it are done. */
  default void epochEnds(EpochResult result) {}
}
