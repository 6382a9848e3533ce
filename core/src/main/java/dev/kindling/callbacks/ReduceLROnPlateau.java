package dev.kindling.callbacks;

import dev.kindling.models.Callback;
import dev.kindling.models.CallbackState;
import dev.kindling.models.Model;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the learning rate smaller when a score has not become better for a while. Keras: {@code
 * ReduceLROnPlateau}. The rate of each epoch stands among the logs as {@code learning_rate}.
 */
public final class ReduceLROnPlateau implements Callback {

  private Monitor monitor = new Monitor("val_loss", Mode.AUTO, 1e-4);
  private double factor = 0.1;
  private int patience = 10;
  private int cooldown;
  private double minLr;

  private int wait;
  private int cooldownCounter;
  private @Nullable Double best;

  /** A tenth of the rate after ten epochs in which {@code val_loss} is not smaller by 0.0001. */
  public ReduceLROnPlateau() {}

  /** Sets which score is watched, by its name among the logs. */
  public ReduceLROnPlateau monitor(String monitor) {
    this.monitor = this.monitor.name(monitor);
    return this;
  }

  /** Sets by how much the score must be better to count as better. */
  public ReduceLROnPlateau minDelta(double minDelta) {
    this.monitor = monitor.minDelta(minDelta);
    return this;
  }

  /** Sets whether a smaller or a greater score is better. */
  public ReduceLROnPlateau mode(Mode mode) {
    this.monitor = monitor.mode(mode);
    return this;
  }

  /** Sets what the rate is multiplied by, above 0 and below 1. */
  public ReduceLROnPlateau factor(double factor) {
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException(
          "factor must be above 0 and below 1. Received: factor=" + factor);
    }
    this.factor = factor;
    return this;
  }

  /** Sets how many epochs in a row may be no better, at least 0. */
  public ReduceLROnPlateau patience(int patience) {
    this.patience = Ranges.atLeast(0, "patience", patience);
    return this;
  }

  /** Sets for how many epochs after a change nothing is counted, at least 0. */
  public ReduceLROnPlateau cooldown(int cooldown) {
    this.cooldown = Ranges.atLeast(0, "cooldown", cooldown);
    return this;
  }

  /** Sets what the rate does not fall below. */
  public ReduceLROnPlateau minLr(double minLr) {
    this.minLr = minLr;
    return this;
  }

  @Override
  public void onTrainBegin(Model model, int epochs, int steps) {
    wait = 0;
    cooldownCounter = 0;
    best = null;
  }

  @Override
  public void onEpochEnd(Model model, int epoch, Map<String, Double> logs) {
    LearningRates.log(model, logs);
    Double current = monitor.of(logs);
    if (current == null) {
      return;
    }
    if (cooldownCounter > 0) {
      cooldownCounter--;
      wait = 0;
    }
    if (monitor.isBetter(current, best)) {
      best = current;
      wait = 0;
    } else if (cooldownCounter == 0) {
      wait++;
      double rate = LearningRates.of(model);
      if (wait >= patience && rate > (float) minLr) {
        model.learningRate(Math.max(rate * factor, minLr));
        cooldownCounter = cooldown;
        wait = 0;
      }
    }
  }

  @Override
  public CallbackState state() {
    Map<String, String> values = new HashMap<>();
    values.put("wait", Integer.toString(wait));
    values.put("cooldownCounter", Integer.toString(cooldownCounter));
    if (best != null) {
      values.put("best", best.toString());
    }
    return new CallbackState(values, Map.of());
  }

  @Override
  public void restore(Model model, CallbackState state) {
    wait = state.count("wait");
    cooldownCounter = state.count("cooldownCounter");
    best = state.number("best");
  }
}
