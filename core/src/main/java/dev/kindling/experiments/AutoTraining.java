package dev.kindling.experiments;

import dev.kindling.backbones.Backbone;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.Part;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.models.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The recipe {@code auto} carried out: one network after the other looks at the training pictures;
 * what they see is tried alone and side by side, by cross-validation among those pictures; the best
 * becomes one network. Validation pictures are looked at once, in the end, to measure.
 */
public final class AutoTraining implements Experiment {

  /** Nine sevenths: 288 for networks made for 224. Objects look larger to a network so. */
  private static final double LARGE = 9 / 7.0;

  /** The sizes among which the fastest good one is looked for, as shares of the normal one. */
  private static final List<Double> SMALLER = List.of(1.0, 6 / 7.0, 5 / 7.0);

  private static final int MOST_VARIANTS = 4;

  /** A class with so many times the pictures of another makes pictures uneven. */
  private static final int UNEVEN = 2;

  /** Left for the last regression and the file. */
  private static final double SECONDS_TO_END = 4;

  /** Pictures after which a look's pace is known. */
  private static final int FOR_PACE = 64;

  private final Path data;
  private final AutoRecipe recipe;
  private final RunOptions options;
  private final TrainingListener listener;
  private final NetworksAtHand atHand;
  private final Clock clock;
  private final Contest contest;
  private @Nullable FineTuned tuned;
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
    this.atHand = atHand;
    this.options = options;
    this.listener = listener;
    this.clock = new Clock(recipe.minutes() * 60);
    this.contest = new Contest(clock, options.engine().threads(), listener);
  }

  @Override
  public TrainingResult run() throws IOException {
    ImageFolder folder = ImageFolder.open(data);
    folder.requireTrainable();
    folder.notices().forEach(listener::notice);
    try {
      try {
        tryAll(folder);
      } catch (CancellationException e) {
        if (contest.best() == null) {
          throw e;
        }
      }
      return result(chosen());
    } finally {
      if (tuned != null) {
        tuned.close();
      }
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

  private void tryAll(ImageFolder folder) throws IOException {
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
    if (recipe.goal() == Goal.ACCURACY) {
      tryVariants();
      tryBalanced();
      tryFineTuning();
    }
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
        this::requireGoingOn,
        content -> false);
  }

  /** A network, alone and beside the best ones; false if there is no time for it. */
  private boolean tryOut(FrozenNetwork network, RunPictures pictures) throws IOException {
    double start = clock.spent();
    Look look = new Look(network, pictures, options, listener);
    boolean first = contest.isEmpty();
    contest.add(look);
    try {
      look.see(1, first ? (computed, of) -> requireGoingOn() : inTime(List.of(look)));
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
      Trial before = contest.best();
      if (before == null || !before.isTried()) {
        return;
      }
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
    Trial best = contest.best();
    if (best == null || !best.isTried()) {
      return;
    }
    RunPictures pictures = contest.look(best.networks().get(0)).pictures();
    Collection<Integer> counts = pictures.training().counts().values();
    if (Collections.max(counts) >= UNEVEN * Collections.min(counts)) {
      requireGoingOn();
      contest.tryBalanced(clock.spent());
    }
  }

  /**
   * The last blocks of a single network trained further: of the best one for which there is time.
   */
  private void tryFineTuning() throws IOException {
    Trial best = contest.best();
    if (best == null || best.choice().predictions().accuracy() == 1) {
      return; // There is nothing to gain that could be seen.
    }
    for (Trial alone : contest.alone()) {
      try {
        tuned =
            new FineTuningTrial(contest, best, options, listener, clock, this::requireGoingOn)
                .run(alone);
        return;
      } catch (OutOfTime e) {
        listener.notice(
            "%s: no time is left to train it further.".formatted(alone.networks().get(0)));
      }
    }
  }

  /** Ends a look that would not leave the time to look at the validation pictures, too. */
  private FrozenFeatures.GoingOn inTime(List<Look> chosen) {
    double start = clock.spent();
    Trial best = contest.best();
    int unseen =
        IntStream.concat(
                chosen.stream().mapToInt(Look::unseen),
                best == null
                    ? IntStream.empty()
                    : best.networks().stream().map(contest::look).mapToInt(Look::unseen))
            .sum();
    return (computed, of) -> {
      requireGoingOn();
      if (computed < FOR_PACE) {
        return;
      }
      double each = (clock.spent() - start) / computed;
      if (each * (of - computed + unseen) + SECONDS_TO_END > clock.left()) {
        throw new OutOfTime();
      }
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private Trial chosen() {
    Trial best = Objects.requireNonNull(contest.best());
    return recipe.goal() == Goal.SPEED && best.isTried() ? contest.smallest(best) : best;
  }

  private TrainingResult result(Trial chosen) throws IOException {
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
      Figures figures = measure(chosen, pictures, regression, classifier);
      Provenance provenance =
          Provenance.of(
              recipe.toJson(chosen, tuned, contest.tried()),
              options.engine(),
              pictures.facts(),
              1,
              0,
              figures);
      listener.notice("Chosen: " + name(chosen));
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

  private String name(Trial chosen) {
    if (tuned == null) {
      return chosen.toString();
    }
    String name =
        "%s, its last %d blocks trained further".formatted(tuned.network(), tuned.blocks());
    return tuned.beside() ? "%s, beside %s".formatted(name, chosen) : name;
  }

  /** How it does on the validation pictures; null without any, or if there is no time to look. */
  private @Nullable Figures measure(
      Trial chosen, RunPictures pictures, RegressionNetwork network, Classifier classifier)
      throws IOException {
    int count = pictures.validation().size();
    if (count == 0) {
      return null;
    }
    if (stopping) {
      listener.notice("Stopped: how it does on validation pictures is not measured.");
      return null;
    }
    if (tuned != null) {
      return pictures.measure(classifier, options, listener);
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
    ImageSize size = classifier.preprocessing().imageSize();
    Image blank =
        new Image(size.height(), size.width(), 3, new byte[Math.toIntExact(size.pixels() * 3)]);
    try (Scoring scoring = new Scoring(classifier, options.engine())) {
      List<Image> pictures = Collections.nCopies(scoring.batchSize(), blank);
      scoring.scores(pictures);
      long start = System.nanoTime();
      scoring.scores(pictures);
      double milliseconds = (System.nanoTime() - start) / 1e6 / pictures.size();
      listener.notice(
          String.format(
              Locale.ROOT,
              "A picture takes it %.1f ms on this machine, reading not included.",
              milliseconds));
    }
  }
}
