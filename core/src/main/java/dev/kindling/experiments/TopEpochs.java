package dev.kindling.experiments;

import dev.kindling.models.Callback;
import dev.kindling.models.Model;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What becomes of each epoch of layers that are trained on features: told of, and kept. */
final class TopEpochs implements Callback {

  private final int epochs;
  private final int training;
  private final int validation;
  private final TrainingListener listener;
  private final List<EpochResult> results = new ArrayList<>();
  private Map<String, Tensor> weights = Map.of();
  private int steps;
  private long begun;

  /** Epochs of so many pictures to train on, and so many to measure by. */
  TopEpochs(int epochs, int training, int validation, TrainingListener listener) {
    this.epochs = epochs;
    this.training = training;
    this.validation = validation;
    this.listener = listener;
  }

  @Override
  public void onTrainBegin(Model model, int epochs, int steps) {
    this.steps = steps;
  }

  @Override
  public void onEpochBegin(Model model, int epoch) {
    begun = System.nanoTime();
    listener.epochBegins(epoch + 1, epochs, steps);
  }

  @Override
  public void onEpochEnd(Model model, int epoch, Map<String, Double> logs) {
    Double loss = logs.get("val_loss");
    Double accuracy = logs.get("val_accuracy");
    Figures measured =
        loss == null || accuracy == null ? null : new Figures(loss, accuracy, validation);
    EpochResult result =
        new EpochResult(
            epoch + 1,
            new Figures(
                logs.getOrDefault("loss", Double.NaN),
                logs.getOrDefault("accuracy", Double.NaN),
                training),
            (System.nanoTime() - begun) / 1e9,
            measured,
            0);
    results.add(result);
    weights = model.getWeights();
    listener.epochEnds(result);
  }

  /** What each whole epoch came to; the time of its validation is within its own. */
  List<EpochResult> results() {
    return results;
  }

  /** The weights after the last whole epoch. */
  Map<String, Tensor> weights() {
    return weights;
  }
}
