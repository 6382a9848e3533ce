package dev.kindling.callbacks;

import dev.kindling.models.Callback;
import dev.kindling.models.Model;
import java.util.Map;

/**
 * Sets the learning rate before each epoch. Keras: {@code LearningRateScheduler}. The rate of each
 * epoch stands among the logs as {@code learning_rate}.
 *
 * <p>A rate that changes in each step belongs to the optimizer, as a {@link
 * dev.kindling.optimizers.LearningRateSchedule}.
 */
public final class LearningRateScheduler implements Callback {

  private final Schedule schedule;

  /** Decides the learning rate of an epoch. */
  public interface Schedule {

    /**
     * The learning rate of an epoch.
     *
     * @param epoch from 0
     * @param learningRate as it is now
     */
    double at(int epoch, double learningRate);
  }

  /** Sets what the schedule says. */
  public LearningRateScheduler(Schedule schedule) {
    this.schedule = schedule;
  }

  @Override
  public void onEpochBegin(Model model, int epoch) {
    model.learningRate(schedule.at(epoch, LearningRates.of(model)));
  }

  @Override
  public void onEpochEnd(Model model, int epoch, Map<String, Double> logs) {
    LearningRates.log(model, logs);
  }
}
