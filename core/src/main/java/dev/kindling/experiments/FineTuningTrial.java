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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The last blocks of the best single network trained further, alone and beside the best of a
 * contest: first without some of the training pictures, to see whether it helps with those; then,
 * if it does, with all.
 */
final class FineTuningTrial {

  /** The first for which there is time and memory. */
  private static final List<Effort> EFFORTS =
      List.of(new Effort(4, 6), new Effort(3, 4), new Effort(2, 3), new Effort(2, 2));

  private static final Effort LEAST = EFFORTS.get(EFFORTS.size() - 1);

  /** Parts of the pictures are held back, one after the other, until they are so many. */
  private static final int HELD_BACK = 200;

  /** Pictures after which a pace is known. */
  private static final int FOR_PACE = 256;

  private final Contest contest;
  private final Trial best;
  private final RunPictures pictures;
  private final RunOptions options;
  private final TrainingListener listener;
  private final Clock clock;
  private final Runnable goingOn;
  private final List<int[]> held = new ArrayList<>();
  private final int[] all;

  /**
   * A trial.
   *
   * @param best of the contest, which was tried with pictures held back
   * @param goingOn called now and then; throws to end the work
   */
  FineTuningTrial(
      Contest contest,
      Trial best,
      RunOptions options,
      TrainingListener listener,
      Clock clock,
      Runnable goingOn) {
    this.contest = contest;
    this.best = best;
    this.pictures = contest.look(best.networks().get(0)).pictures();
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
      held.add(part);
      count += part.length;
    }
  }

  /**
   * Tries it.
   *
   * @param alone the best trial of the features of a single network, which is trained further
   * @return what was trained with all pictures; null if it does not help
   * @throws OutOfTime if there is no time for it
   */
  @Nullable FineTuned run(Trial alone) throws IOException {
    double start = clock.spent();
    FrozenNetwork network = alone.networks().get(0);
    try (FineTuning tuning = new FineTuning(network, pictures, options)) {
      if (tuning.room() < LEAST.variants()) {
        listener.notice(
            "To train %s further takes more memory than there is for %d pictures; KINDLING_JAVA_OPTS=-Xmx8g gives Java 8 GB."
                .formatted(network, all.length));
        return null;
      }
      Effort effort = see(tuning);
      Watch watch = new Watch(effort);
      int[] together = held.stream().flatMapToInt(Arrays::stream).toArray();
      Predictions until = best.choice().predictions().of(together);
      Predictions tuned = new Predictions(predict(tuning, alone, watch), until.classOf());
      Predictions both = tuned.mean(until);
      String what = FineTuned.words(network, tuning.blocks());
      double seconds = clock.spent() - start;
      contest.note(new Attempt(what, tuned), seconds);
      contest.note(new Attempt(what + ", beside the best until then", both), seconds);
      contest.note(new Attempt("The best until then, the same pictures", until), 0);
      boolean beside = Trial.isLess(both.loss(), tuned.loss());
      Predictions taken = beside ? both : tuned;
      boolean fair = !best.balanced() || taken.accuracyOfClasses() >= until.accuracyOfClasses();
      if (!fair || !Trial.isLess(taken.loss(), until.loss())) {
        return null;
      }
      LogisticRegression from = contest.fit(alone, all);
      try (FineTuning.Tuned last = tuning.train(all, from, effort.passes(), watch)) {
        return new FineTuned(
            network, last.features(), last.regression(), beside, tuning.blocks(), effort);
      }
    }
  }

  /** Looks at as many variants as there will be time for. */
  private Effort see(FineTuning tuning) {
    double training = tuning.secondsOfTraining();
    if (!isTimeFor(LEAST, 0, 0, training)) {
      throw new OutOfTime();
    }
    Pace pace = new Pace();
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
            .filter(each -> each.variants() <= tuning.room())
            .filter(each -> isTimeFor(each, count, pace.seconds(), training))
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
    return effort;
  }

  /** How long a picture takes; the first ones, while programs are compiled, do not count. */
  private final class Pace {

    private final double start = clock.spent();
    private double firstAt;
    private int first;
    private double now;
    private int done;

    void after(int pictures) {
      now = clock.spent();
      done = pictures;
      if (first == 0) {
        first = pictures;
        firstAt = now;
      }
    }

    boolean isKnown() {
      return done - first >= FOR_PACE;
    }

    double seconds() {
      return done > first ? (now - firstAt) / (done - first) : (now - start) / done;
    }
  }

  /** How many pictures go through: those that are looked at, and those that are trained on. */
  private int units(Effort effort) {
    return effort.variants() * all.length + effort.passes() * trainedOn();
  }

  /** How many pictures all trainings have together. */
  private int trainedOn() {
    return held.stream().mapToInt(part -> all.length - part.length).sum() + all.length;
  }

  /** Whether there is time, where a picture takes so long in the frozen part, and in training. */
  private boolean isTimeFor(Effort effort, int seen, double pace, double training) {
    double looks = (effort.variants() * all.length - seen) * pace;
    double trainings = (double) effort.passes() * trainedOn() * training;
    return looks + trainings + secondsToMeasure(pace + training) < clock.left();
  }

  /**
   * What measuring takes at most, where a picture takes so long in both parts of the network: the
   * others are at most twice as slow, and the last blocks train slower than they look.
   */
  private double secondsToMeasure(double pace) {
    return pictures.validation().size() * (0.5 + best.networks().size()) * pace
        + AutoSearch.SECONDS_TO_END;
  }

  /** The logits of the pictures that are held back, each by what was trained on others. */
  private float[][] predict(FineTuning tuning, Trial alone, Watch watch) {
    List<float[]> rows = new ArrayList<>();
    for (int[] part : held) {
      Set<Integer> left = Arrays.stream(part).boxed().collect(Collectors.toSet());
      int[] others = Arrays.stream(all).filter(i -> !left.contains(i)).toArray();
      LogisticRegression from = contest.fit(alone, others);
      try (FineTuning.Tuned last = tuning.train(others, from, watch.effort.passes(), watch)) {
        rows.addAll(List.of(last.logits(part)));
      }
    }
    return rows.toArray(float[][]::new);
  }

  /** Tells of trainings, and ends them if they turn out to take too long. */
  private final class Watch implements Callback {

    private final Effort effort;
    private final int looked;
    private final Pace pace = new Pace();
    private int trained;

    Watch(Effort effort) {
      this.effort = effort;
      this.looked = effort.variants() * all.length;
    }

    @Override
    public void onTrainBatchEnd(Model model, int batch, Map<String, Double> logs) {
      goingOn.run();
      int of = units(effort);
      trained = Math.min(trained + FineTuning.BATCH, of - looked);
      listener.tuning(looked + trained, of);
      pace.after(trained);
      double left = (of - looked - trained) * pace.seconds() + secondsToMeasure(2 * pace.seconds());
      if (pace.isKnown() && left > clock.left()) {
        throw new OutOfTime();
      }
    }
  }
}
