package dev.kindling.callbacks;

import dev.kindling.models.Callback;
import dev.kindling.models.CallbackState;
import dev.kindling.models.Model;
import dev.kindling.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends a training when a score has not become better for a while. Keras: {@code EarlyStopping}.
 *
 * <p>If the score is one of the validation data, what the model then scores on them is flattering:
 * the epoch was chosen by them.
 */
public final class EarlyStopping implements Callback {

  private Monitor monitor = new Monitor("val_loss", Mode.AUTO, 0);
  private int patience;
  private @Nullable Double baseline;
  private boolean restoreBestWeights;
  private int startFromEpoch;

  private int wait;
  private int stoppedEpoch;
  private int bestEpoch;
  private @Nullable Double best;
  private @Nullable Map<String, Tensor> bestWeights;

  /** Ends at the first epoch in which {@code val_loss} is not smaller than ever before. */
  public EarlyStopping() {}

  /** Sets which score is watched, by its name among the logs. */
  public EarlyStopping monitor(String monitor) {
    this.monitor = this.monitor.name(monitor);
    return this;
  }

  /** Sets by how much the score must be better to count as better. */
  public EarlyStopping minDelta(double minDelta) {
    this.monitor = monitor.minDelta(minDelta);
    return this;
  }

  /** Sets whether a smaller or a greater score is better. */
  public EarlyStopping mode(Mode mode) {
    this.monitor = monitor.mode(mode);
    return this;
  }

  /** Sets how many epochs in a row may be no better, at least 0. */
  public EarlyStopping patience(int patience) {
    this.patience = Ranges.atLeast(0, "patience", patience);
    return this;
  }

  /** Sets a score that must be passed, too, for the patience to begin anew. */
  public EarlyStopping baseline(double baseline) {
    this.baseline = baseline;
    return this;
  }

  /** Sets whether the model has the weights of its best epoch in the end, not those of the last. */
  public EarlyStopping restoreBestWeights(boolean restoreBestWeights) {
    this.restoreBestWeights = restoreBestWeights;
    return this;
  }

  /** Sets how many epochs at the beginning are not looked at, at least 0. */
  public EarlyStopping startFromEpoch(int startFromEpoch) {
    this.startFromEpoch = Ranges.atLeast(0, "startFromEpoch", startFromEpoch);
    return this;
  }

  /** The epoch, from 0, after which the training was ended; 0 if it was not, as in Keras. */
  public int stoppedEpoch() {
    return stoppedEpoch;
  }

  /** The best epoch, from 0. */
  public int bestEpoch() {
    return bestEpoch;
  }

  @Override
  public void onTrainBegin(Model model, int epochs, int steps) {
    wait = 0;
    stoppedEpoch = 0;
    bestEpoch = 0;
    best = null;
    bestWeights = null;
  }

  @Override
  public void onEpochEnd(Model model, int epoch, Map<String, Double> logs) {
    Double current = monitor.of(logs);
    if (current == null || epoch < startFromEpoch) {
      return;
    }
    if (restoreBestWeights && bestWeights == null) {
      keep(model, epoch);
    }
    wait++;
    if (monitor.isBetter(current, best)) {
      best = current;
      keep(model, epoch);
      if (baseline == null || monitor.isBetter(current, baseline)) {
        wait = 0;
      }
    } else if (wait >= patience && epoch > 0) {
      stoppedEpoch = epoch;
      model.stopTraining();
    }
  }

  private void keep(Model model, int epoch) {
    bestEpoch = epoch;
    if (restoreBestWeights) {
      bestWeights = model.getWeights();
    }
  }

  @Override
  public void onTrainEnd(Model model) {
    if (bestWeights != null) {
      model.setWeights(bestWeights);
    }
  }

  @Override
  public CallbackState state() {
    Map<String, String> values = new HashMap<>();
    values.put("wait", Integer.toString(wait));
    values.put("stoppedEpoch", Integer.toString(stoppedEpoch));
    values.put("bestEpoch", Integer.toString(bestEpoch));
    if (best != null) {
      values.put("best", best.toString());
    }
    return new CallbackState(values, bestWeights == null ? Map.of() : bestWeights);
  }

  @Override
  public void restore(Model model, CallbackState state) {
    wait = state.count("wait");
    stoppedEpoch = state.count("stoppedEpoch");
    bestEpoch = state.count("bestEpoch");
    best = state.number("best");
    bestWeights = state.arrays().isEmpty() ? null : state.arrays();
    if (stoppedEpoch > 0) {
      model.stopTraining();
    }
  }
}
