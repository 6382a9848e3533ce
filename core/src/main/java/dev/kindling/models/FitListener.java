package dev.kindling.models;

/**
 * Hears how a training goes, on the thread that trains. To end it, call {@link
 * Sequential#stopTraining()}.
 */
public interface FitListener {

  /**
   * An epoch begins.
   *
   * @param epoch from 1
   * @param epochs how many there are to be
   * @param steps how many batches it has
   */
  default void epochBegin(int epoch, int epochs, int steps) {}

  /** A batch is done. */
  default void batchEnd(Progress progress) {}

  /** An epoch and its validation are done; the model's weights are as they were validated. */
  default void epochEnd(Epoch epoch) {}
}
