package dev.kindling.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kindling.models.Callback;
import dev.kindling.models.CallbackState;
import dev.kindling.models.Model;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each epoch of a run: the model as it is then is made a classifier, measured on
 * the validation pictures the way it will be measured ever after, kept, and told of. Callbacks
 * after this one find the figures among the logs.
 */
final class Epochs implements Callback {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String RESULTS = "results";

  private final RunPictures pictures;
  private final Course recipe;
  private final RunOptions options;
  private final DataFacts facts;
  private final TrainingListener listener;
  private final UnaryOperator<Model> whole;
  private final List<EpochResult> results = new ArrayList<>();
  private @Nullable Classifier classifier;
  private int steps;
  private long begun;

  Epochs(RunPictures pictures, Course recipe, RunOptions options, TrainingListener listener) {
    this(pictures, recipe, options, listener, model -> model);
  }

  /**
   * The same, where not the model that is trained becomes the classifier.
   *
   * @param whole makes of it the model that does
   */
  Epochs(
      RunPictures pictures,
      Course recipe,
      RunOptions options,
      TrainingListener listener,
      UnaryOperator<Model> whole) {
    this.whole = whole;
    this.pictures = pictures;
    this.recipe = recipe;
    this.options = options;
    this.facts = pictures.facts();
    this.listener = listener;
  }

  @Override
  public void onTrainBegin(Model model, int epochs, int steps) {
    this.steps = steps;
  }

  @Override
  public void onEpochBegin(Model model, int epoch) {
    begun = System.nanoTime();
    listener.epochBegins(epoch + 1, recipe.epochs(), steps);
  }

  @Override
  public void onTrainBatchEnd(Model model, int batch, Map<String, Double> logs) {
    int done = batch + 1;
    int seen = Math.min(done * recipe.batchSize(), facts.training());
    listener.step(done, figures(logs, seen));
  }

  @Override
  public void onEpochEnd(Model model, int epoch, Map<String, Double> logs) {
    double seconds = secondsSince(begun);
    long start = System.nanoTime();
    Classifier now = classifier(model);
    Figures validation = pictures.measure(now, options, listener);
    if (validation != null) {
      logs.put("val_loss", validation.loss());
      logs.put("val_accuracy", validation.accuracy());
    }
    EpochResult result =
        new EpochResult(
            epoch + 1,
            figures(logs, facts.training()),
            seconds,
            validation,
            validation == null ? 0 : secondsSince(start));
    results.add(result);
    if (chosen() == 0 || chosen() == results.size()) {
      classifier = now;
    }
    listener.epochEnds(result);
    if (hasEndedEarly()) {
      model.stopTraining();
    }
  }

  /** The classifier that a model is; where averages of its weights are kept, with those. */
  private Classifier classifier(Model model) {
    Map<String, Tensor> averages = model.averagedWeights();
    return averages.isEmpty()
        ? new Classifier(pictures.labels(), recipe.preprocessing(), whole.apply(model))
        : classifier(model, averages);
  }

  /** The classifier that a model would be with these weights; it goes on with its own. */
  private Classifier classifier(Model model, Map<String, Tensor> weights) {
    Map<String, Tensor> atWork = model.getWeights();
    model.setWeights(weights);
    try {
      return new Classifier(pictures.labels(), recipe.preprocessing(), whole.apply(model));
    } finally {
      model.setWeights(atWork);
    }
  }

  /** The number of the epoch with the least loss on validation pictures; 0 if none is chosen. */
  int chosen() {
    int best = 0;
    for (int i = 0; recipe.patience() > 0 && i < results.size(); i++) {
      best = best == 0 || loss(i) < loss(best - 1) ? i + 1 : best;
    }
    return best;
  }

  private double loss(int index) {
    Figures validation = results.get(index).validation();
    return validation == null ? Double.POSITIVE_INFINITY : validation.loss();
  }

  /** Whether that loss has not fallen for as long as patience lasts. */
  boolean hasEndedEarly() {
    return recipe.patience() > 0 && results.size() - chosen() >= recipe.patience();
  }

  private static Figures figures(Map<String, Double> logs, int pictures) {
    return new Figures(
        logs.getOrDefault("loss", Double.NaN), logs.getOrDefault("accuracy", Double.NaN), pictures);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private Provenance provenance() {
    return Provenance.of(
        recipe.toJson(), options.engine(), facts, results.size(), chosen(), validation());
  }

  @Override
  public CallbackState state() {
    try {
      Map<String, Tensor> weights = classifier == null ? Map.of() : classifier.weights();
      return new CallbackState(Map.of(RESULTS, JSON.writeValueAsString(results)), weights);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void restore(Model model, CallbackState state) {
    try {
      results.addAll(List.of(JSON.readValue(state.values().get(RESULTS), EpochResult[].class)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The checkpoint's results of epochs are damaged: " + e.getOriginalMessage(), e);
    }
    if (!results.isEmpty()) {
      classifier = classifier(model, state.arrays());
    }
    for (EpochResult result : results) {
      listener.epochBegins(result.epoch(), recipe.epochs(), steps);
      listener.epochEnds(result);
    }
    if (hasEndedEarly()) {
      model.stopTraining();
    } else if (results.size() < recipe.epochs()) {
      onEpochBegin(model, results.size());
    }
  }

  /** What each whole epoch came to. */
  List<EpochResult> results() {
    return results;
  }

  /** The classifier after the last whole epoch, or the chosen one; null before there is one. */
  @Nullable Classifier classifier() {
    return classifier == null ? null : classifier.provenance(provenance());
  }

  /** How that one does; null without validation pictures. */
  @Nullable Figures validation() {
    int epoch = chosen() == 0 ? results.size() : chosen();
    return results.isEmpty() ? null : results.get(epoch - 1).validation();
  }
}
