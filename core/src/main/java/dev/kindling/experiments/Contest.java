package dev.kindling.experiments;

import dev.kindling.regression.CrossValidation;
import dev.kindling.regression.LogisticRegression;
import dev.kindling.regression.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What networks see in the pictures of a run, and which of it, alone or side by side, tells their
 * classes apart best.
 */
final class Contest implements AutoCloseable {

  /** What one choice of a penalty may take, of all the time. */
  private static final double SHARE_OF_CHOICE = 0.15;

  /** A regression takes at most such a part of the choice of its penalty. */
  private static final double SHARE_OF_FIT = 0.3;

  /** For the file. */
  private static final double SECONDS_TO_END = 4;

  /** When a regression has to do with what has been found. */
  private static final double LAST_SECONDS = 2;

  private final Clock clock;
  private final int threads;
  private final TrainingListener listener;
  private final Runnable goingOn;
  private final List<Look> looks = new ArrayList<>();
  private final List<Trial> trials = new ArrayList<>();
  private final List<Attempt> tried = new ArrayList<>();
  private @Nullable Trial best;

  /** Of the last choice, for each number that is multiplied. */
  private double secondsOfProduct;

  /**
   * Nothing tried yet.
   *
   * @param goingOn called now and then while something is tried; throws to end the work
   */
  Contest(Clock clock, int threads, TrainingListener listener, Runnable goingOn) {
    this.clock = clock;
    this.threads = threads;
    this.listener = listener;
    this.goingOn = goingOn;
  }

  /** Adds what a network sees. */
  void add(Look look) {
    looks.add(look);
  }

  /** Whether no network has been added. */
  boolean isEmpty() {
    return looks.isEmpty();
  }

  /** What a network, with its depths or without, sees. */
  Look look(FrozenNetwork network) {
    return looks.stream().filter(look -> look.isOf(network)).findFirst().orElseThrow();
  }

  /** All that was tried, in that order. */
  List<Attempt> tried() {
    return List.copyOf(tried);
  }

  /** Keeps what was tried, and tells of it. */
  void note(Attempt attempt, double seconds) {
    tried.add(attempt);
    listener.notice(attempt.line(seconds));
  }

  /** The best of it until now; null before the first. */
  @Nullable Trial best() {
    return best;
  }

  /** The trials of the features of single networks with pictures held back, the best first. */
  List<Trial> alone() {
    return trials.stream()
        .filter(each -> each.networks().size() == 1 && each.variants() == 1)
        .filter(each -> each.isTried() && !each.balanced())
        .filter(each -> !each.networks().get(0).depths())
        .sorted(Comparator.comparingDouble(Trial::loss))
        .toList();
  }

  /**
   * Tries a regression on what some networks see, if there is time.
   *
   * @param start when this began, by the clock
   * @return whether it is better than all before
   */
  boolean tryOut(List<FrozenNetwork> networks, int variants, double start) {
    if (!isAffordable(networks, variants, 0)) {
      return false;
    }
    Trial trial = trial(networks, variants, false, start);
    boolean better = best == null || trial.beats(best);
    best = better ? trial : best;
    return better;
  }

  /**
   * Tries the best once more with all classes counting alike, if there is time, and takes it if
   * that is fairer.
   *
   * @param measuring seconds that have to be left to measure what works beside it
   */
  void tryBalanced(double start, double measuring) {
    Trial before = Objects.requireNonNull(best);
    if (!isAffordable(before.networks(), before.variants(), measuring)) {
      return;
    }
    Trial balanced = trial(before.networks(), before.variants(), true, start);
    best = balanced.isFairerThan(before) ? balanced : before;
  }

  private Trial trial(List<FrozenNetwork> networks, int variants, boolean balanced, double start) {
    try (Samples samples = samples(networks, variants, balanced)) {
      double begun = clock.spent();
      // Without the first there is nothing, so it has half of the time.
      double left = best == null ? clock.left() / 2 : clock.left() - toMeasure() - secondsToEnd();
      BooleanSupplier enough =
          () -> {
            goingOn.run();
            return clock.spent() > begun + left;
          };
      CrossValidation validation = new CrossValidation(samples, threads);
      CrossValidation.Choice choice =
          best == null
              ? validation.choose(enough)
              : validation.chooseNear(best.choice().c(), enough);
      secondsOfProduct = (clock.spent() - begun) / products(networks, variants);
      Trial trial = new Trial(networks, variants, balanced, choice);
      trials.add(trial);
      note(new Attempt(trial.toString(), choice.predictions()), clock.spent() - start);
      return trial;
    }
  }

  private boolean isAffordable(List<FrozenNetwork> networks, int variants, double measuring) {
    if (best == null) {
      return true;
    }
    double seconds = secondsOfProduct * products(networks, variants);
    return seconds < SHARE_OF_CHOICE * clock.seconds()
        && seconds + Math.max(toMeasure(), measuring) + secondsToEnd() < clock.left();
  }

  /** Seconds in which the best looks at the validation pictures. */
  private double toMeasure() {
    List<FrozenNetwork> networks = best == null ? List.of() : best.networks();
    return networks.stream().mapToDouble(each -> look(each).secondsToMeasure()).sum();
  }

  /** How many numbers are multiplied for the scores of all samples. */
  private double products(List<FrozenNetwork> networks, int variants) {
    RunPictures pictures = look(networks.get(0)).pictures();
    int classes = pictures.labels().size();
    return (double) pictures.training().size()
        * variants
        * networks.stream().mapToInt(each -> look(each).width(each)).sum()
        * (classes == 2 ? 1 : classes);
  }

  /** What the regression of a trial takes, at most. */
  double secondsOfFit(Trial trial) {
    return SHARE_OF_FIT * secondsOfProduct * products(trial.networks(), trial.variants());
  }

  /** What has to be left for the last regression and the file. */
  double secondsToEnd() {
    return SECONDS_TO_END + (best == null ? 0 : secondsOfFit(best));
  }

  /** The regression of a trial, of all training pictures. */
  LogisticRegression fit(Trial trial) {
    try (Samples samples = samples(trial.networks(), trial.variants(), trial.balanced())) {
      return fit(trial, samples);
    }
  }

  private LogisticRegression fit(Trial trial, Samples samples) {
    double c = trial.choice().c();
    return LogisticRegression.fit(samples, c, threads, () -> clock.left() < LAST_SECONDS);
  }

  /** The same of some of the pictures, as they are. */
  LogisticRegression fit(Trial trial, int[] pictures) {
    Look look = look(trial.networks().get(0));
    int[] classes = look.pictures().classes(look.pictures().training());
    IntFunction<float[]> rows =
        sample -> together(trial.networks(), each -> look(each).row(pictures[sample], 0));
    int[] classOf = Arrays.stream(pictures).map(i -> classes[i]).toArray();
    try (Samples samples = new Samples(classOf, look.pictures().labels().size(), 1, rows)) {
      return fit(trial, samples);
    }
  }

  private Samples samples(List<FrozenNetwork> networks, int variants, boolean balanced) {
    RunPictures pictures = look(networks.get(0)).pictures();
    int count = pictures.training().size();
    IntFunction<float[]> rows =
        sample -> together(networks, each -> look(each).row(sample % count, sample / count));
    int[] classOf = pictures.classes(pictures.training());
    int classes = pictures.labels().size();
    return balanced
        ? new Samples(classOf, classes, variants, rows, Samples.balanced(classOf, classes))
        : new Samples(classOf, classes, variants, rows);
  }

  /** Has what a network sees in some picture. */
  interface Row {
    float[] of(FrozenNetwork network);
  }

  /** What several networks see in one picture, one after the other. */
  float[] together(List<FrozenNetwork> networks, Row row) {
    float[] together = new float[networks.stream().mapToInt(each -> look(each).width(each)).sum()];
    int at = 0;
    for (FrozenNetwork network : networks) {
      Look look = look(network);
      look.copy(row.of(network), network, together, at);
      at += look.width(network);
    }
    return together;
  }

  /**
   * The fastest that may be as good as the best, where networks were tried in ever smaller sizes.
   */
  Trial smallest(Trial found) {
    List<Trial> smallestFirst = new ArrayList<>(trials);
    Collections.reverse(smallestFirst);
    return smallestFirst.stream()
        .filter(trial -> trial.isAboutAsGoodAs(found))
        .findFirst()
        .orElse(found);
  }

  @Override
  public void close() {
    looks.forEach(Look::close);
  }
}
