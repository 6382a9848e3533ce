package dev.kindling.experiments;

import dev.kindling.backbones.Backbone;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.Part;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the recipe {@code auto} tries, one after the other, for as long as the time allows: each
 * network at hand, alone and beside the best until then, trained further, with changed pictures,
 * and with all classes counting alike. The regressions are in its {@link Contest}.
 */
final class AutoSearch implements AutoCloseable {

  /** Nine sevenths: 288 for networks made for 224. Objects look larger to a network so. */
  private static final double LARGE = 9 / 7.0;

  /** The sizes among which the fastest good one is looked for, as shares of the normal one. */
  private static final List<Double> SMALLER = List.of(1.0, 6 / 7.0, 5 / 7.0);

  private static final int MOST_VARIANTS = 4;

  /** A class with so many times the pictures of another makes pictures uneven. */
  private static final int UNEVEN = 2;

  private final AutoRecipe recipe;
  private final RunOptions options;
  private final TrainingListener listener;
  private final NetworksAtHand atHand;
  private final Clock clock;
  private final Contest contest;
  private final Runnable goingOn;
  private @Nullable FineTuningTrial fineTuning;

  /**
   * A search.
   *
   * @param goingOn called now and then; throws to end the work
   */
  AutoSearch(
      AutoRecipe recipe,
      RunOptions options,
      TrainingListener listener,
      NetworksAtHand atHand,
      Clock clock,
      Contest contest,
      Runnable goingOn) {
    this.recipe = recipe;
    this.options = options;
    this.listener = listener;
    this.atHand = atHand;
    this.clock = clock;
    this.contest = contest;
    this.goingOn = goingOn;
  }

  /** The network that was trained further, to be closed; null if that does not help. */
  @Nullable FineTuned tuned() throws IOException {
    return fineTuning == null ? null : fineTuning.tuned();
  }

  /**
   * Searches, for as long as the time allows.
   *
   * @throws IOException if a network or a picture cannot be read
   */
  void run(ImageFolder folder) throws IOException {
    Map<Backbone, Path> networks = atHand.of(recipe.goal(), options, listener);
    Map.Entry<Backbone, Path> first = networks.entrySet().iterator().next();
    ImageSize normal = first.getKey().imageSize();
    AutoPlan plan = plan(folder, first.getKey(), first.getValue());
    List<Double> scales =
        recipe.goal() == Goal.SPEED ? SMALLER : List.of(plan.large() ? LARGE : 1.0);
    for (double scale : scales) {
      ImageSize size = scaled(normal, scale);
      RunPictures pictures = load(folder, plan, size);
      for (Map.Entry<Backbone, Path> each : networks.entrySet()) {
        if (!tryOut(network(each.getKey(), size, each.getValue()), pictures)) {
          break;
        }
      }
    }
    if (recipe.goal() == Goal.ACCURACY && best().isTried()) {
      tryFineTuning(); // First, since it helps most for its time.
      tryVariants();
      tryBalanced();
    }
  }

  private Trial best() {
    return Objects.requireNonNull(contest.best());
  }

  private FrozenNetwork network(Backbone backbone, ImageSize size, Path weights)
      throws IOException {
    return FrozenNetwork.of(backbone, size, weights, recipe.exactDecode()).depths(true);
  }

  private static ImageSize scaled(ImageSize size, double scale) {
    return new ImageSize(
        (int) Math.round(size.height() * scale), (int) Math.round(size.width() * scale));
  }

  private AutoPlan plan(ImageFolder folder, Backbone backbone, Path weights) throws IOException {
    ImageSize normal = backbone.imageSize();
    FrozenNetwork large = network(backbone, scaled(normal, LARGE), weights);
    AutoPlan plan = AutoPlan.of(folder, large, normal, options, clock);
    int all = folder.files(Part.TRAIN).size() + folder.files(Part.VALIDATION).size();
    int some = plan.training().size() + plan.validation().size();
    if (some < all) {
      listener.notice(
          "Of %d pictures, %d are looked at: as many as %s minutes allow. --minutes gives more."
              .formatted(all, some, number(recipe.minutes())));
    }
    return plan;
  }

  private RunPictures load(ImageFolder folder, AutoPlan plan, ImageSize size) throws IOException {
    int sizes = recipe.goal() == Goal.SPEED ? SMALLER.size() : 1;
    return RunPictures.load(
        folder.labels(),
        plan.training(),
        plan.validation(),
        new Preprocessing(size, Interpolation.BILINEAR, 1, recipe.exactDecode()),
        options.memoryBytes(options.memoryBytes() / sizes),
        contest.isEmpty() ? listener : new TrainingListener() {}, // What is left out is known.
        goingOn,
        content -> false);
  }

  /** A network, alone and beside the best ones; false if there is no time for it. */
  private boolean tryOut(FrozenNetwork network, RunPictures pictures) throws IOException {
    double start = clock.spent();
    Look look = new Look(network, pictures, options, listener);
    boolean first = contest.isEmpty();
    contest.add(look);
    try {
      look.see(1, first ? (computed, of) -> goingOn.run() : inTime(List.of(look)));
    } catch (OutOfTime e) {
      listener.notice("%s: no time is left for it.".formatted(network.depths(false)));
      return false;
    }
    Trial before = contest.best();
    for (boolean depths : new boolean[] {false, true}) {
      contest.tryOut(List.of(network.depths(depths)), 1, start);
    }
    if (before != null && recipe.goal() == Goal.ACCURACY) {
      for (boolean depths : new boolean[] {false, true}) {
        List<FrozenNetwork> together = new ArrayList<>(before.networks());
        together.add(network.depths(depths));
        contest.tryOut(together, 1, start);
      }
    }
    return true;
  }

  /** Changed pictures as well, for as long as they help. */
  private void tryVariants() throws IOException {
    for (int variants = 2; variants <= MOST_VARIANTS; variants *= 2) {
      Trial before = best();
      double start = clock.spent();
      List<Look> of = before.networks().stream().map(contest::look).toList();
      try {
        for (Look look : of) {
          look.see(variants, inTime(of));
        }
      } catch (OutOfTime e) {
        return;
      }
      if (!contest.tryOut(before.networks(), variants, start)) {
        return;
      }
    }
  }

  /** All classes counting alike, where some have far fewer pictures than others. */
  private void tryBalanced() {
    RunPictures pictures = contest.look(best().networks().get(0)).pictures();
    Collection<Integer> counts = pictures.training().counts().values();
    if (Collections.max(counts) >= UNEVEN * Collections.min(counts)) {
      goingOn.run();
      contest.tryBalanced(clock.spent(), fineTuning == null ? 0 : fineTuning.secondsToMeasure());
    }
  }

  /**
   * The last blocks of networks trained further, of the best first, for as long as that helps and
   * there is time.
   */
  private void tryFineTuning() throws IOException {
    if (best().choice().predictions().accuracy() == 1) {
      return; // There is nothing to gain that could be seen.
    }
    fineTuning = new FineTuningTrial(contest, options, listener, clock, goingOn);
    for (Trial each : contest.alone()) {
      try {
        if (!fineTuning.tryOut(each)) {
          break;
        }
      } catch (OutOfTime e) {
        listener.notice(
            "%s: no time is left to train it further.".formatted(each.networks().get(0)));
      }
    }
    try {
      fineTuning.train();
    } catch (OutOfTime e) {
      listener.notice(
          "No time is left to train the best of these with all pictures; it stays as it was tried.");
    }
  }

  /** Ends a look that would not leave the time to look at the validation pictures, too. */
  private FrozenFeatures.GoingOn inTime(List<Look> chosen) {
    Pace pace = new Pace(clock);
    int toMeasure = toMeasure(chosen);
    return (computed, of) -> {
      goingOn.run();
      pace.after(computed);
      double left = pace.seconds() * (of - computed + toMeasure) + contest.secondsToEnd();
      if (pace.isKnown() && left > clock.left()) {
        throw new OutOfTime();
      }
    };
  }

  /** How many looks it takes to measure: those of these, and of the best until then. */
  private int toMeasure(List<Look> chosen) {
    Trial best = contest.best();
    List<Look> until =
        best == null ? List.of() : best.networks().stream().map(contest::look).toList();
    if (fineTuning != null) { // What works beside others is measured as a whole.
      return (until.size() + 1) * until.get(0).pictures().validation().size();
    }
    return Stream.concat(chosen.stream(), until.stream()).mapToInt(Look::unseen).sum();
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  @Override
  public void close() {
    if (fineTuning != null) {
      fineTuning.close();
    }
  }
}
