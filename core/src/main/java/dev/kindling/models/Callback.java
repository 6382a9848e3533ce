package dev.kindling.models;

import java.util.Map;

/**
 * Hears how a training goes, on the thread that trains, and may change what comes next: the
 * learning rate, the weights, or by {@link Model#stopTraining()} whether it goes on. Keras: {@code
 * Callback}, whose hooks have these names.
 *
 * <p>Several are called in their order. They share the map of logs: what one puts into it is there
 * for those after it, and in the {@link History}.
 */
public interface Callback {

  /**
   * The training begins; also one that goes on from a {@link Checkpoint}.
   *
   * @param epochs how many there are to be
   * @param steps how many batches each has
   */
  default void onTrainBegin(Model model, int epochs, int steps) {}

  /**
   * An epoch begins.
   *
   * @param epoch from 0, as Keras counts here
   */
  default void onEpochBegin(Model model, int epoch) {}

  /**
   * A batch is about to be trained on.
   *
   * @param batch from 0 in each epoch
   */
  default void onTrainBatchBegin(Model model, int batch) {}

  /**
   * A batch was trained on.
   *
   * @param batch from 0 in each epoch
   * @param logs the means over the epoch so far, the loss and the metrics, by Keras's names. Where
   *     the loss is no longer a finite number, that alone; unless the training is stopped now, it
   *     fails
   */
  default void onTrainBatchEnd(Model model, int batch, Map<String, Double> logs) {}

  /**
   * An epoch and its validation are done; the model's weights are as they were validated.
   *
   * @param epoch from 0
   * @param logs the loss and the metrics; with {@code val_} before the names those of the
   *     validation, if there was one
   */
  default void onEpochEnd(Model model, int epoch, Map<String, Double> logs) {}

  /** The training is over, also where it was stopped; not where it failed. */
  default void onTrainEnd(Model model) {}

  /** What this one remembers, for a checkpoint; a copy. */
  default CallbackState state() {
    return CallbackState.NOTHING;
  }

  /**
   * Goes on from what another one of its kind remembered. Comes after {@link #onTrainBegin}. One
   * that had ended the training ends it again.
   */
  default void restore(Model model, CallbackState state) {}
}
