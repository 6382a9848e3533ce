package dev.kindling.experiments;

import dev.kindling.experiments.FineTuned.Effort;
import dev.kindling.models.Callback;
import dev.kindling.models.Model;
import dev.kindling.regression.CrossValidation;
import dev.kindling.regression.LogisticRegression;
import dev.kindling.regression.Predictions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The last blocks of single networks trained further, alone and beside the best of a contest: each
 * network first without some of the training pictures, to see whether it helps with those; then, if
 * it does, the best of them with all.
 */
final class FineTuningTrial implements AutoCloseable {

  /** The first for which there is time and memory. */
  private static final List<Effort> EFFORTS =
      List.of(new Effort(4, 6), new Effort(3, 4), new Effort(2, 3));

  private static final Effort LEAST = EFFORTS.get(EFFORTS.size() - 1);

  /**
   * How much slower than blank pictures real ones may train without more than the least effort
   * running out of time: so much they did once, on a machine shared with others.
   */
  private static final double SLACK = 1.6;

  /** Parts of the pictures are held back, one after the other, until they are so many. */
  private static final int HELD_BACK = 200;

  private final Contest contest;
  private final RunPictures pictures;
  private final RunOptions options;
  private final TrainingListener listener;
  private final Clock clock;
  private final Runnable goingOn;
  private final List<int[]> parts = new ArrayList<>();
  private final int[] held;
  private final int[] all;

  private final FineTuningTime time;
  private @Nullable Candidate chosen;

  /**
   * What a network's frozen part has looked at.
   *
   * @param effort with so many variants
   * @param pace seconds for a picture
   */
  private record Seen(Effort effort, double pace) {}

  /** A network trained without the pictures held back, and then perhaps with all. */
  private static final class Candidate implements AutoCloseable {

    /** The trial of its features. */
    final Trial alone;

    final FineTuning tuning;
    final Seen seen;

    /** What it predicts of the pictures held back, calibrated. */
    final Predictions held;

    /** By which its logits are multiplied for that. */
    final double factor;

    /** Seconds for a picture in training. */
    final double pace;

    /** At first without the last of the parts held back. */
    private FineTuning.Tuned trained;

    Candidate(
        Trial alone,
        FineTuning tuning,
        Seen seen,
        Predictions raw,
        double pace,
        FineTuning.Tuned trained) {
      this.alone = alone;
      this.tuning = tuning;
      this.seen = seen;
      this.factor = raw.calibration();
      this.held = raw.scaled(factor);
      this.pace = pace;
      this.trained = trained;
    }

    Effort effort() {
      return seen.effort;
    }

    void takes(FineTuning.Tuned better) {
      trained.close();
      trained = better;
    }

    @Override
    public void close() {
      trained.close();
      tuning.close();
    }
  }

  /**
   * Nothing tried yet.
   *
   * @param contest whose best was tried with pictures held back
   * @param goingOn called now and then; throws to end the work
   * @throws IOException if a network cannot be read
   */
  FineTuningTrial(
      Contest contest, RunOptions options, TrainingListener listener, Clock clock, Runnable goingOn)
      throws IOException {
    this.contest = contest;
    this.pictures = contest.look(best().networks().get(0)).pictures();
    this.options = options;
    this.listener = listener;
    this.clock = clock;
    this.goingOn = goingOn;
    int[] classOf = pictures.classes(pictures.training());
    int[] foldOf = CrossValidation.folds(classOf, pictures.labels().size());
    int folds = Arrays.stream(foldOf).max().orElse(0) + 1;
    all = IntStream.range(0, foldOf.length).toArray();
    int count = 0;
    for (int i = 0; i < folds && count < HELD_BACK; i++) {
      int fold = i;
      int[] part = Arrays.stream(all).filter(picture -> foldOf[picture] == fold).toArray();
      parts.add(part);
      count += part.length;
    }
    held = parts.stream().flatMapToInt(Arrays::stream).toArray();
    double looking = 0;
    for (FrozenNetwork each : best().networks()) {
      looking += each.secondsOfPicture(options.engine());
    }
    int measured = pictures.validation().size();
    // One regression to begin each training with, and the last.
    double regressions = (parts.size() + 1) * contest.secondsOfFit(contest.alone().get(0));
    double ending = regressions + contest.secondsToEnd();
    time = new FineTuningTime(clock, all.length, learntFrom(), measured, looking, ending);
  }

  private Trial best() {
    return Objects.requireNonNull(contest.best());
  }

  /** What the best of the contest predicted of the pictures held back. */
  private Predictions until() {
    return best().choice().predictions().of(held);
  }

  /**
   * Tries a network without the pictures held back.
   *
   * @param alone the trial of its features, which it goes on from
   * @return false if it was tried and is no better than those before: the others are not worth it
   * @throws OutOfTime if there is no time for it
   */
  boolean tryOut(Trial alone) throws IOException {
    double start = clock.spent();
    FrozenNetwork network = alone.networks().get(0);
    FineTuning tuning = new FineTuning(network, pictures, options);
    Candidate candidate;
    try {
      if (room(tuning) < LEAST.variants()) {
        listener.notice(
            "To train %s further takes more memory than there is for %d pictures; KINDLING_JAVA_OPTS=-Xmx8g gives Java 8 GB."
                .formatted(network, all.length));
        tuning.close();
        return true;
      }
      candidate = trained(alone, tuning, see(tuning));
      tell(candidate, clock.spent() - start);
    } catch (RuntimeException e) {
      tuning.close();
      throw e;
    }
    // By as much as in the contest: among several that are as good as each other, chance chooses.
    if (chosen != null && !Trial.isLess(taken(candidate).loss(), taken(chosen).loss())) {
      candidate.close();
      return false;
    }
    closeChosen();
    chosen = candidate;
    return true;
  }

  private void tell(Candidate candidate, double seconds) {
    if (chosen == null) {
      contest.note(
          new Attempt("The best until then, the same pictures, calibrated", calibrated()), 0);
    }
    FineTuning tuning = candidate.tuning;
    String what = FineTuned.words(candidate.alone.networks().get(0), tuning.blocks());
    contest.note(new Attempt(what, candidate.held), seconds);
    contest.note(new Attempt(what + ", beside the best until then", both(candidate)), seconds);
  }

  /**
   * Trains the best network with all pictures, if it helps. Until that is done, it is as it was
   * tried.
   *
   * @throws OutOfTime if there is no time for it
   */
  void train() {
    if (chosen == null || !helps(chosen)) {
      return;
    }
    Watch watch = new Watch(chosen.seen, all.length, seconds -> 0);
    LogisticRegression from = contest.fit(chosen.alone, all);
    chosen.takes(chosen.tuning.train(all, from, chosen.effort().passes(), watch));
  }

  /** The best network, trained further; null if it does not help the best of the contest. */
  @Nullable FineTuned tuned() throws IOException {
    if (chosen == null || !helps(chosen)) {
      return null;
    }
    return new FineTuned(
        chosen.alone.networks().get(0),
        chosen.trained.features(),
        chosen.trained.regression(chosen.factor),
        isBeside(chosen),
        chosen.tuning.blocks(),
        chosen.effort(),
        chosen.trained.pictures());
  }

  /** What it takes to measure the best network beside others; 0 without one. */
  double secondsToMeasure() {
    return chosen == null ? 0 : time.toMeasure(chosen.seen.pace, chosen.pace);
  }

  private boolean helps(Candidate candidate) {
    Predictions until = calibrated();
    Predictions taken = taken(candidate);
    boolean fair = !best().balanced() || taken.accuracyOfClasses() >= until.accuracyOfClasses();
    return fair && Trial.isLess(taken.loss(), until.loss());
  }

  /** The best of the contest with a factor of its own, since what it is compared with has one. */
  private Predictions calibrated() {
    Predictions until = until();
    return until.scaled(until.calibration());
  }

  private Predictions both(Candidate candidate) {
    return candidate.held.mean(until());
  }

  private boolean isBeside(Candidate candidate) {
    return Trial.isLess(both(candidate).loss(), candidate.held.loss());
  }

  private Predictions taken(Candidate candidate) {
    return isBeside(candidate) ? both(candidate) : candidate.held;
  }

  private int room(FineTuning tuning) {
    return tuning.room(chosen == null ? 0 : chosen.tuning.bytes());
  }

  /** Looks at as many variants as there will be time for. */
  private Seen see(FineTuning tuning) {
    double training = tuning.secondsOfTraining();
    if (!isTimeFor(LEAST, 0, 0, training)) {
      throw new OutOfTime();
    }
    Pace pace = new Pace(clock);
    int count = all.length;
    tuning.see(
        done -> {
          goingOn.run();
          listener.tuning(done, units(LEAST));
          pace.after(done);
          if (pace.isKnown() && !isTimeFor(LEAST, done, pace.seconds(), training)) {
            throw new OutOfTime();
          }
        });
    Effort effort =
        EFFORTS.stream()
            .filter(each -> each.variants() <= room(tuning))
            .filter(
                each ->
                    isTimeFor(
                        each,
                        count,
                        pace.seconds(),
                        each.equals(LEAST) ? training : SLACK * training))
            .findFirst()
            .orElseThrow(OutOfTime::new);
    for (int i = 1; i < effort.variants(); i++) {
      int before = i * count;
      tuning.see(
          done -> {
            goingOn.run();
            listener.tuning(before + done, units(effort));
          });
    }
    return new Seen(effort, pace.seconds());
  }

  /** How many pictures go through: those that are looked at, and those that are trained on. */
  private int units(Effort effort) {
    return effort.variants() * all.length + effort.passes() * learntFrom();
  }

  /** How many pictures the trainings without those held back have together. */
  private int learntFrom() {
    return parts.stream().mapToInt(part -> all.length - part.length).sum();
  }

  /** Whether there is time, where a picture takes so long in the frozen part, and in training. */
  private boolean isTimeFor(Effort effort, int seen, double pace, double training) {
    // The first one is of use as it was tried, too, if there is no time to train it with all.
    boolean endsSo = chosen == null && effort.equals(LEAST);
    double last = endsSo ? 0 : secondsOfLast(effort, training);
    return time.isThereFor(effort, seen, pace, training, last);
  }

  /** What training with all takes: of this network, or of the best until then. */
  private double secondsOfLast(Effort effort, double training) {
    double mine = effort.passes() * training;
    return all.length
        * (chosen == null ? mine : Math.max(mine, chosen.effort().passes() * chosen.pace));
  }

  /** A network trained without the pictures that are held back: one part after the other. */
  private Candidate trained(Trial alone, FineTuning tuning, Seen seen) {
    boolean first = chosen == null; // Of use even if there is no time to train it with all.
    Watch watch =
        new Watch(seen, learntFrom(), seconds -> first ? 0 : secondsOfLast(seen.effort, seconds));
    List<float[]> rows = new ArrayList<>();
    FineTuning.@Nullable Tuned last = null;
    for (int[] part : parts) {
      if (last != null) {
        last.close();
      }
      Set<Integer> left = Arrays.stream(part).boxed().collect(Collectors.toSet());
      int[] others = Arrays.stream(all).filter(i -> !left.contains(i)).toArray();
      LogisticRegression from = contest.fit(alone, others);
      last = tuning.train(others, from, seen.effort.passes(), watch);
      rows.addAll(List.of(last.logits(part)));
    }
    return new Candidate(
        alone,
        tuning,
        seen,
        new Predictions(rows.toArray(float[][]::new), until().classOf()),
        watch.pace.seconds(),
        Objects.requireNonNull(last));
  }

  /** Tells of trainings, and ends them if they turn out to take too long. */
  private final class Watch implements Callback {

    private final Seen seen;
    private final int of;
    private final DoubleUnaryOperator after;
    private final Pace pace = new Pace(clock);
    private int trained;

    /**
     * Watches what begins now.
     *
     * @param pictures of each pass
     * @param after the seconds of what has to be done after that, by the seconds for a picture
     */
    Watch(Seen seen, int pictures, DoubleUnaryOperator after) {
      this.seen = seen;
      this.of = seen.effort.passes() * pictures;
      this.after = after;
    }

    @Override
    public void onTrainBatchEnd(Model model, int batch, Map<String, Double> logs) {
      goingOn.run();
      trained = Math.min(trained + FineTuning.BATCH, of);
      int looked = seen.effort.variants() * all.length;
      listener.tuning(looked + trained, looked + of);
      pace.after(trained);
      double each = pace.seconds();
      double left = (of - trained) * each + after.applyAsDouble(each);
      if (pace.isKnown() && !time.isThereFor(left, seen.pace, each)) {
        throw new OutOfTime();
      }
    }
  }

  private void closeChosen() {
    if (chosen != null) {
      chosen.close();
    }
  }

  @Override
  public void close() {
    closeChosen();
  }
}
