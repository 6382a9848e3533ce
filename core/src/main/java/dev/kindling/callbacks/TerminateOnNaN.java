package dev.kindling.callbacks;

import dev.kindling.models.Callback;
import dev.kindling.models.Model;
import java.util.Map;

/**
 * Ends a training whose loss is no longer a finite number, without the error that it ends with
 * otherwise. Keras: {@code TerminateOnNaN}.
 */
public final class TerminateOnNaN implements Callback {

  @Override
  public void onTrainBatchEnd(Model model, int batch, Map<String, Double> logs) {
    Double loss = logs.get("loss");
    if (loss != null && !Double.isFinite(loss)) {
      model.stopTraining();
    }
  }
}
