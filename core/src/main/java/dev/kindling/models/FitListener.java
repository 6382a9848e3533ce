package dev.kindling.models;

/**
 * Hears how a training goes, on the thread that trains. To end it, call {@link
 * Sequential#stopTraining()}.
 */
public interface FitListener {

  /** A batch is done. */
  default void batchEnd(Progress progress) {}

  /** An epoch and its validation are done; the model's weights are as they were validated. */
  default void epochEnd(Epoch epoch) {}
}
