package dev.kindling.callbacks;

import dev.kindling.models.Callback;
import dev.kindling.models.CallbackState;
import dev.kindling.models.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Saves the model as it is after each epoch, or only while it becomes better. Keras: {@code
 * ModelCheckpoint}. To go on with a training after a crash, see {@link
 * dev.kindling.models.Checkpoint}, which keeps all that it needs.
 *
 * <pre>{@code
 * new ModelCheckpoint("run/{epoch:02d}-{val_loss:.2f}.keras").saveBestOnly(true)
 * }</pre>
 */
public final class ModelCheckpoint implements Callback {

  private static final String WEIGHTS = ".weights.h5";

  private final NamePattern filepath;
  private final boolean weightsOnly;
  private Monitor monitor = new Monitor("val_loss", Mode.AUTO, 0);
  private boolean saveBestOnly;
  private int saveFreq;

  private @Nullable Double best;
  private int epoch;
  private int batches;

  /**
   * Saves after each epoch.
   *
   * @param filepath the name of the file; {@code {epoch}}, {@code {batch}} and the names of scores
   *     in it are filled in, after a colon by a format of Python's. It ends in {@code .keras} for
   *     the whole model, in {@code .weights.h5} for its weights (Keras's {@code save_weights_only})
   */
  public ModelCheckpoint(String filepath) {
    if (!filepath.endsWith(".keras") && !filepath.endsWith(WEIGHTS)) {
      throw new IllegalArgumentException(
          "The name of the file must end in .keras for the whole model, or in .weights.h5 for its weights. Received: "
              + filepath);
    }
    this.filepath = new NamePattern(filepath);
    this.weightsOnly = filepath.endsWith(WEIGHTS);
  }

  /** Sets which score decides what is best, by its name among the logs. */
  public ModelCheckpoint monitor(String monitor) {
    this.monitor = this.monitor.name(monitor);
    return this;
  }

  /** Sets whether a smaller or a greater score is better. */
  public ModelCheckpoint mode(Mode mode) {
    this.monitor = monitor.mode(mode);
    return this;
  }

  /** Sets whether the model is saved only when its score is better than ever before. */
  public ModelCheckpoint saveBestOnly(boolean saveBestOnly) {
    this.saveBestOnly = saveBestOnly;
    return this;
  }

  /** Sets after how many batches the model is saved; 0 for after each epoch. */
  public ModelCheckpoint saveFreq(int saveFreq) {
    this.saveFreq = Ranges.atLeast(0, "saveFreq", saveFreq);
    return this;
  }

  /** Sets the score that the first model to be saved must be better than. */
  public ModelCheckpoint initialValueThreshold(double initialValueThreshold) {
    this.best = initialValueThreshold;
    return this;
  }

  @Override
  public void onEpochBegin(Model model, int epoch) {
    this.epoch = epoch;
  }

  @Override
  public void onTrainBatchEnd(Model model, int batch, Map<String, Double> logs) {
    batches++;
    if (saveFreq > 0 && batches >= saveFreq) {
      batches = 0;
      save(model, batch, logs);
    }
  }

  @Override
  public void onEpochEnd(Model model, int epoch, Map<String, Double> logs) {
    if (saveFreq == 0) {
      save(model, null, logs);
    }
  }

  private void save(Model model, @Nullable Integer batch, Map<String, Double> logs) {
    if (saveBestOnly) {
      Double current = monitor.of(logs);
      if (current != null) {
        if (!monitor.isBetter(current, best)) {
          return;
        }
        best = current;
      }
    }
    Map<String, Number> values = new LinkedHashMap<>(logs);
    values.put("epoch", epoch + 1);
    if (batch != null) {
      values.put("batch", batch + 1);
    }
    Path file = Path.of(filepath.fill(values));
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      if (weightsOnly) {
        model.saveWeights(file);
      } else {
        model.save(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public CallbackState state() {
    Map<String, String> values = new HashMap<>();
    values.put("epoch", Integer.toString(epoch));
    values.put("batches", Integer.toString(batches));
    if (best != null) {
      values.put("best", best.toString());
    }
    return new CallbackState(values, Map.of());
  }

  @Override
  public void restore(Model model, CallbackState state) {
    epoch = state.count("epoch");
    batches = state.count("batches");
    best = state.number("best");
  }
}
