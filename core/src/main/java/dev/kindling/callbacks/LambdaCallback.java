package dev.kindling.callbacks;

import dev.kindling.models.Callback;
import dev.kindling.models.Model;
import java.util.Map;

/**
 * A callback made of functions. Keras: {@code LambdaCallback}.
 *
 * <pre>{@code
 * new LambdaCallback().onEpochEnd((epoch, logs) -> System.out.println(epoch + ": " + logs))
 * }</pre>
 */
public final class LambdaCallback implements Callback {

  private Runnable trainBegin = () -> {};
  private Runnable trainEnd = () -> {};
  private Begin epochBegin = number -> {};
  private Begin batchBegin = number -> {};
  private End epochEnd = (number, logs) -> {};
  private End batchEnd = (number, logs) -> {};

  /** Hears that an epoch or a batch begins; its number counts from 0. */
  public interface Begin {
    void begins(int number);
  }

  /** Hears that an epoch or a batch is done; its number counts from 0. */
  public interface End {
    void ends(int number, Map<String, Double> logs);
  }

  /** Does nothing yet. */
  public LambdaCallback() {}

  /** Sets what is done when the training begins. */
  public LambdaCallback onTrainBegin(Runnable function) {
    trainBegin = function;
    return this;
  }

  /** Sets what is done when an epoch begins. */
  public LambdaCallback onEpochBegin(Begin function) {
    epochBegin = function;
    return this;
  }

  /** Sets what is done before a batch. */
  public LambdaCallback onTrainBatchBegin(Begin function) {
    batchBegin = function;
    return this;
  }

  /** Sets what is done after a batch. */
  public LambdaCallback onTrainBatchEnd(End function) {
    batchEnd = function;
    return this;
  }

  /** Sets what is done after an epoch. */
  public LambdaCallback onEpochEnd(End function) {
    epochEnd = function;
    return this;
  }

  /** Sets what is done when the training is over. */
  public LambdaCallback onTrainEnd(Runnable function) {
    trainEnd = function;
    return this;
  }

  @Override
  public void onTrainBegin(Model model, int epochs, int steps) {
    trainBegin.run();
  }

  @Override
  public void onEpochBegin(Model model, int epoch) {
    epochBegin.begins(epoch);
  }

  @Override
  public void onTrainBatchBegin(Model model, int batch) {
    batchBegin.begins(batch);
  }

  @Override
  public void onTrainBatchEnd(Model model, int batch, Map<String, Double> logs) {
    batchEnd.ends(batch, logs);
  }

  @Override
  public void onEpochEnd(Model model, int epoch, Map<String, Double> logs) {
    epochEnd.ends(epoch, logs);
  }

  @Override
  public void onTrainEnd(Model model) {
    trainEnd.run();
  }
}
