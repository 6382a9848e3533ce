package dev.kindling.experiments;

import dev.kindling.data.LabelledFile;
import dev.kindling.data.Pictures;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.EngineVersion;
import dev.kindling.models.Epoch;
import dev.kindling.models.FitListener;
import dev.kindling.models.Progress;
import dev.kindling.models.Sequential;
import dev.kindling.version.Version;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each epoch of a run: the model as it is then is made a classifier, measured on
 * the validation pictures the way it will be measured ever after, kept, and told of.
 */
final class Epochs implements FitListener {

  private final List<String> labels;
  private final Recipe recipe;
  private final EngineOptions engine;
  private final Pictures validationPictures;
  private final int[] validationClasses;
  private final DataFacts facts;
  private final TrainingListener listener;
  private final List<EpochResult> results = new ArrayList<>();
  private @Nullable Sequential model;
  private int steps;
  private @Nullable Classifier classifier;
  private @Nullable Figures validation;

  Epochs(
      List<String> labels,
      Recipe recipe,
      RunOptions options,
      Pictures training,
      Pictures validationPictures,
      TrainingListener listener) {
    this.labels = labels;
    this.recipe = recipe;
    this.engine = options.engine();
    this.validationPictures = validationPictures;
    this.validationClasses =
        validationPictures.files().stream()
            .map(LabelledFile::label)
            .mapToInt(labels::indexOf)
            .toArray();
    this.facts = DataFacts.of(training, validationPictures);
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
    Classifier now = new Classifier(labels, recipe.preprocessing(), Objects.requireNonNull(model));
    validation = validationClasses.length == 0 ? null : measure(now);
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

  private Figures measure(Classifier now) {
    try (Scoring scoring = new Scoring(now, engine)) {
      return Measurement.of(
              scoring,
              validationClasses,
              validationPictures::load,
              done -> listener.validating(done, validationClasses.length),
              (index, trouble) -> {
                throw new UncheckedIOException(trouble);
              })
          .figures();
    }
  }

  private Provenance provenance(int epochs) {
    return new Provenance(
        Version.current(),
        EngineVersion.current(),
        Json.write(recipe.toJson()),
        engine.precision().resolve(),
        engine.threads(),
        facts,
        epochs,
        validation);
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
