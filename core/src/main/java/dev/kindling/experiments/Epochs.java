package dev.kindling.experiments;

import dev.kindling.models.Epoch;
import dev.kindling.models.FitListener;
import dev.kindling.models.Progress;
import dev.kindling.models.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each epoch of a run: the model as it is then is made a classifier, measured on
 * the validation pictures the way it will be measured ever after, kept, and told of.
 */
final class Epochs implements FitListener {

  private final RunPictures pictures;
  private final Recipe recipe;
  private final RunOptions options;
  private final DataFacts facts;
  private final TrainingListener listener;
  private final List<EpochResult> results = new ArrayList<>();
  private @Nullable Sequential model;
  private int steps;
  private @Nullable Classifier classifier;
  private @Nullable Figures validation;

  Epochs(RunPictures pictures, Recipe recipe, RunOptions options, TrainingListener listener) {
    this.pictures = pictures;
    this.recipe = recipe;
    this.options = options;
    this.facts = pictures.facts();
    this.listener = listener;
  }

  void begin(Sequential model, int steps) {
    this.model = model;
    this.steps = steps;
    listener.epochBegins(1, recipe.epochs(), steps);
  }

  @Override
  public void batchEnd(Progress progress) {
    listener.step(
        progress.step(),
        new Figures(
            progress.scores().loss(), progress.scores().accuracy(), progress.scores().samples()));
  }

  @Override
  public void epochEnd(Epoch epoch) {
    long start = System.nanoTime();
    Classifier now =
        new Classifier(pictures.labels(), recipe.preprocessing(), Objects.requireNonNull(model));
    validation = pictures.measure(now, options, listener);
    double seconds = (System.nanoTime() - start) / 1e9;
    classifier = now.provenance(provenance(epoch.number()));
    EpochResult result =
        new EpochResult(
            epoch.number(),
            new Figures(epoch.training().loss(), epoch.training().accuracy(), facts.training()),
            epoch.seconds(),
            validation,
            validation == null ? 0 : seconds);
    results.add(result);
    listener.epochEnds(result);
    if (epoch.number() < recipe.epochs()) {
      listener.epochBegins(epoch.number() + 1, recipe.epochs(), steps);
    }
  }

  private Provenance provenance(int epochs) {
    return Provenance.of(recipe.toJson(), options.engine(), facts, epochs, validation);
  }

  /** What each whole epoch came to. */
  List<EpochResult> results() {
    return results;
  }

  /** The classifier after the last whole epoch; null before there is one. */
  @Nullable Classifier classifier() {
    return classifier;
  }

  /** How that one does; null without validation pictures. */
  @Nullable Figures validation() {
    return validation;
  }
}
