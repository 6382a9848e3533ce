package dev.kindling.experiments;

import dev.kindling.data.ImageFolder;
import dev.kindling.models.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The recipe {@code auto} carried out: one network after the other looks at the training pictures;
 * what they see is tried alone and side by side, by cross-validation among those pictures; the best
 * becomes one network. Validation pictures are looked at once, in the end, to measure.
 */
public final class AutoTraining implements Experiment {

  private final Path data;
  private final AutoRecipe recipe;
  private final RunOptions options;
  private final TrainingListener listener;
  private final Clock clock;
  private final Contest contest;
  private final AutoSearch search;
  private volatile boolean stopping;

  /**
   * A run; its time begins now.
   *
   * @param data a folder as {@link ImageFolder} describes it
   */
  public AutoTraining(Path data, AutoRecipe recipe, RunOptions options, TrainingListener listener) {
    this(data, recipe, options, listener, NetworksAtHand::published);
  }

  AutoTraining(
      Path data,
      AutoRecipe recipe,
      RunOptions options,
      TrainingListener listener,
      NetworksAtHand atHand) {
    this.data = data;
    this.recipe = recipe;
    this.options = options;
    this.listener = listener;
    this.clock = new Clock(recipe.minutes() * 60);
    this.contest = new Contest(clock, options.engine().threads(), listener, this::requireGoingOn);
    this.search =
        new AutoSearch(recipe, options, listener, atHand, clock, contest, this::requireGoingOn);
  }

  @Override
  public TrainingResult run() throws IOException {
    ImageFolder folder = ImageFolder.open(data);
    folder.requireTrainable();
    folder.notices().forEach(listener::notice);
    try {
      try {
        search.run(folder);
      } catch (CancellationException e) {
        if (contest.best() == null) {
          throw e;
        }
      }
      try (FineTuned tuned = search.tuned()) {
        return result(chosen(), tuned);
      }
    } finally {
      search.close();
      contest.close();
    }
  }

  /** Asks the run to end with the best that it has found. */
  @Override
  public void stop() {
    stopping = true;
  }

  private void requireGoingOn() {
    if (stopping) {
      throw new CancellationException("Stopped before there was a classifier.");
    }
  }

  private Trial chosen() {
    Trial best = Objects.requireNonNull(contest.best());
    return recipe.goal() == Goal.SPEED && best.isTried() ? contest.smallest(best) : best;
  }

  private TrainingResult result(Trial chosen, @Nullable FineTuned tuned) throws IOException {
    RunPictures pictures = contest.look(chosen.networks().get(0)).pictures();
    RegressionNetwork regression = new RegressionNetwork(contest.fit(chosen));
    List<Model> models = new ArrayList<>();
    try {
      for (FrozenNetwork each : chosen.networks()) {
        models.add(each.model());
      }
      Classifier classifier =
          new Classifier(
              pictures.labels(),
              chosen.networks().get(0).preprocessing(),
              tuned == null ? regression.behind(models) : tuned.behind(models, regression));
      Figures figures =
          tuned == null || stopping
              ? measure(chosen, pictures, regression)
              : pictures.measure(classifier, options, listener);
      Provenance provenance =
          Provenance.of(
              recipe.toJson(chosen, tuned, contest.tried()),
              options.engine(),
              pictures.facts(),
              1,
              0,
              figures);
      listener.notice("Chosen: " + name(chosen, tuned));
      tellPace(classifier);
      return new TrainingResult(
          classifier.provenance(provenance),
          List.of(),
          0,
          pictures.training().size(),
          figures,
          pictures.skipped(),
          clock.spent(),
          stopping);
    } finally {
      models.forEach(Model::close);
    }
  }

  private static String name(Trial chosen, @Nullable FineTuned tuned) {
    if (tuned == null) {
      return chosen.toString();
    }
    return tuned.beside() ? "%s, beside %s".formatted(tuned, chosen) : tuned.toString();
  }

  /** How it does on the validation pictures; null without any, or if there is no time to look. */
  private @Nullable Figures measure(Trial chosen, RunPictures pictures, RegressionNetwork network)
      throws IOException {
    int count = pictures.validation().size();
    if (count == 0) {
      return null;
    }
    if (stopping) {
      listener.notice("Stopped: how it does on validation pictures is not measured.");
      return null;
    }
    Map<FrozenNetwork, float[][]> seen = new HashMap<>();
    for (FrozenNetwork each : chosen.networks()) {
      seen.put(each, contest.look(each).validation((computed, of) -> {}));
    }
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      int picture = i;
      rows[i] =
          contest.together(
              chosen.networks(), each -> Objects.requireNonNull(seen.get(each))[picture]);
    }
    return network.measure(rows, pictures.classes(pictures.validation()), options.engine());
  }

  private void tellPace(Classifier classifier) {
    try (Scoring scoring = new Scoring(classifier, options.engine())) {
      listener.notice(
          String.format(
              Locale.ROOT,
              "A picture takes it %.1f ms on this machine, reading not included.",
              1000 * scoring.secondsOfPicture()));
    }
  }
}
