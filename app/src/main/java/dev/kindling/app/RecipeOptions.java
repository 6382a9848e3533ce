package dev.kindling.app;

import dev.kindling.augment.Preset;
import dev.kindling.backbones.Backbone;
import dev.kindling.callbacks.CSVLogger;
import dev.kindling.callbacks.TensorBoard;
import dev.kindling.experiments.AutoRecipe;
import dev.kindling.experiments.BottleneckRecipe;
import dev.kindling.experiments.ClassWeights;
import dev.kindling.experiments.FeaturesRecipe;
import dev.kindling.experiments.FinetuneRecipe;
import dev.kindling.experiments.Goal;
import dev.kindling.experiments.Recipe;
import dev.kindling.experiments.RunOptions;
import dev.kindling.experiments.TrainingRecipe;
import dev.kindling.image.ImageSize;
import dev.kindling.models.Callback;
import dev.kindling.models.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options that say how to learn: a recipe, and what is changed in it. */
final class RecipeOptions {

  /** The recipes that a group of options is for. */
  private static final Map<Class<?>, List<String>> BELONGING =
      Map.ofEntries(
          Map.entry(AutoOptions.class, List.of("auto")),
          Map.entry(OfflineOptions.class, List.of("auto", "features", "bottleneck", "finetune")),
          Map.entry(PretrainedOptions.class, List.of("auto", "features")),
          Map.entry(FeaturesOptions.class, List.of("features", "bottleneck", "finetune")),
          Map.entry(BottleneckOptions.class, List.of("bottleneck", "finetune")),
          Map.entry(FinetuneOptions.class, List.of("finetune")),
          Map.entry(VariantsOptions.class, List.of("features", "finetune")),
          Map.entry(EpochsOptions.class, List.of("bottleneck", "finetune", "scratch")),
          Map.entry(ScratchOptions.class, List.of("scratch")),
          Map.entry(OptimizationOptions.class, List.of("scratch")),
          Map.entry(RegularizationOptions.class, List.of("bottleneck", "finetune", "scratch")),
          Map.entry(AugmentationOptions.class, List.of("finetune", "scratch")));

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE",
      description =
          "How to learn. auto: finds out by itself which pretrained networks suit the pictures."
              + " features: on what one network trained on millions of pictures sees in these;"
              + " seconds. bottleneck: the article's second recipe, two layers on what that network's"
              + " last convolutions give. finetune: its third, and then its last block. scratch: a small network from nothing, the first recipe of Keras's"
              + " article on very little data. FILE: as a model was trained, or the recipe's JSON;"
              + " other options change it. Default: auto; with --from, that model's.")
  private @Nullable String recipe;

  @Option(
      names = "--from",
      paramLabel = "MODEL",
      description =
          "Go on from a model that was trained by this recipe, on other pictures, perhaps of other"
              + " classes.")
  private @Nullable Path from;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed gives the same model; default: the recipe's, 1.")
  private @Nullable Integer seed;

  @ArgGroup(validate = false, heading = "%nFor --recipe auto:%n")
  private AutoOptions auto = new AutoOptions();

  @ArgGroup(validate = false, heading = "%nFor --recipe auto, features, bottleneck and finetune:%n")
  private OfflineOptions offline = new OfflineOptions();

  @ArgGroup(validate = false, heading = "%nFor --recipe auto and features:%n")
  private PretrainedOptions pretrained = new PretrainedOptions();

  @ArgGroup(validate = false, heading = "%nFor --recipe features, bottleneck and finetune:%n")
  private FeaturesOptions features = new FeaturesOptions();

  @ArgGroup(validate = false, heading = "%nFor --recipe bottleneck and finetune:%n")
  private BottleneckOptions bottleneck = new BottleneckOptions();

  @ArgGroup(validate = false, heading = "%nFor --recipe finetune:%n")
  private FinetuneOptions finetune = new FinetuneOptions();

  @ArgGroup(validate = false, heading = "%nFor --recipe features and finetune:%n")
  private VariantsOptions variants = new VariantsOptions();

  @ArgGroup(validate = false, heading = "%nFor --recipe bottleneck, finetune and scratch:%n")
  private EpochsOptions passes = new EpochsOptions();

  @ArgGroup(
      validate = false,
      heading = "%nFor --recipe bottleneck, finetune and scratch, against learning by heart:%n")
  private RegularizationOptions regularization = new RegularizationOptions();

  @ArgGroup(validate = false, heading = "%nFor --recipe scratch:%n")
  private ScratchOptions scratch = new ScratchOptions();

  @ArgGroup(validate = false, heading = "%nFor --recipe scratch, how weights move:%n")
  private OptimizationOptions optimization = new OptimizationOptions();

  @ArgGroup(
      validate = false,
      heading =
          "%nFor --recipe finetune and scratch, augmentation as in Keras's ImageDataGenerator (default: the"
              + " recipe's):%n")
  private AugmentationOptions augmentation = new AugmentationOptions();

  private static final class AutoOptions {
    @Option(
        names = "--minutes",
        paramLabel = "M",
        description = "How long it may take; default: the recipe's, 5.")
    private @Nullable Double minutes;

    @Option(
        names = "--goal",
        paramLabel = "accuracy|speed",
        description =
            "accuracy: right as often as can be. speed: the fastest that is about as good as the"
                + " best of the small ones. Default: the recipe's, accuracy.")
    private @Nullable Goal goal;
  }

  private static final class OfflineOptions {
    @Option(
        names = "--offline",
        description = "Fetch nothing: published weights have to be here already.")
    private boolean offline;
  }

  private static final class BottleneckOptions {
    @Option(
        names = "--preprocessing",
        paramLabel = "weights|article",
        description =
            "What the network is given. weights: what these want. article: values from 0 to 1, as"
                + " in the article, to see the difference. Default: the recipe's, weights.")
    private @Nullable Given given;

    @Option(
        names = "--save-top",
        paramLabel = "FILE.h5",
        description =
            "Where the weights of the layers on top go as well, as Keras has them: the article's"
                + " bottleneck_fc_model.h5.")
    private @Nullable Path saveTop;
  }

  private static final class FinetuneOptions {
    @Option(
        names = "--unfreeze",
        paramLabel = "N|all",
        description =
            "How many of the network's last blocks are trained further; default: the recipe's, 1.")
    private @Nullable String unfreeze;

    @Option(
        names = "--top-epochs",
        paramLabel = "N",
        description =
            "How often the layers on top go through the pictures first; default: the recipe's, 50.")
    private @Nullable Integer topEpochs;

    /** How many blocks, as typed. */
    int blocks(String text) {
      if (text.equals("all")) {
        return FinetuneRecipe.ALL;
      }
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "--unfreeze is a number of blocks, or all. Received: " + text, e);
      }
    }
  }

  private static final class VariantsOptions {
    @Option(
        names = "--variants",
        paramLabel = "N",
        description =
            "Learn from N variants of each picture. features: itself, its mirror image, then crops;"
                + " what the network sees in them is kept for later runs. finetune: changed as"
                + " augmentation says, and epochs take them in turn; what the frozen part sees in"
                + " them is computed once, so that further epochs are far faster. Default: the"
                + " recipe's, 1 for features, for finetune 0: changed anew in every epoch.")
    private @Nullable Integer count;
  }

  /** What a pretrained network is given. */
  enum Given {
    WEIGHTS,
    ARTICLE
  }

  private static final class EpochsOptions {
    @Option(
        names = "--epochs",
        paramLabel = "N",
        description = "How often to go through the pictures; default: the recipe's, 50.")
    private @Nullable Integer epochs;

    @Option(
        names = "--image-size",
        paramLabel = "N|WxH",
        converter = Converters.Size.class,
        description = "Resize pictures to this; default: the recipe's, 150.")
    private @Nullable ImageSize imageSize;
  }

  private static final class PretrainedOptions {
    @Option(
        names = "--exact-decode",
        description =
            "Decode large JPEG photographs whole, not at a half, a quarter or an eighth of their"
                + " size where that is enough. The model keeps to it.")
    private boolean exactDecode;

    @Option(
        names = "--no-cache",
        description = "Neither use what earlier runs computed nor keep what this one does.")
    private boolean noCache;
  }

  private static final class FeaturesOptions {
    @Option(
        names = "--backbone",
        paramLabel = "NAME",
        description =
            "The network that looks, as in `kindling weights list`; default: efficientnet-lite0."
                + " Its weights are fetched once.")
    private @Nullable String backbone;

    @Option(
        names = "--weights",
        paramLabel = "FILE",
        description =
            "The network's weights, from PyTorch (.pth, .safetensors), .npz, .onnx, and for VGG16"
                + " Keras's .h5; default: the published ones.")
    private @Nullable Path weights;
  }

  private static final class ScratchOptions {
    @Option(
        names = "--batch-size",
        paramLabel = "N",
        description = "Pictures in a step; default: the recipe's, 32.")
    private @Nullable Integer batchSize;

    @Option(
        names = "--class-weights",
        paramLabel = "balanced|FILE",
        converter = Converters.Weights.class,
        description =
            "How much a picture of each class counts. balanced: all classes alike together, however"
                + " many pictures each has. FILE: JSON, as {\"oak\": 2.5, \"maple\": 1}; a class"
                + " that is not in it counts 1.")
    private @Nullable ClassWeights classWeights;

    @Option(
        names = "--checkpoint",
        paramLabel = "FOLDER",
        description =
            "Keep the whole state of the training there, written anew at each epoch's end and once a"
                + " minute, so that it can go on after a crash.")
    private @Nullable Path checkpoint;

    @Option(
        names = "--resume",
        description =
            "Go on from the state in --checkpoint, and end in the same model as if nothing had"
                + " happened; with none there yet, begin.")
    private boolean resume;

    @Option(
        names = "--csv-log",
        paramLabel = "FILE",
        description = "Write a row of scores for each epoch to a table (CSV).")
    private @Nullable Path csvLog;

    @Option(
        names = "--tensorboard",
        paramLabel = "FOLDER",
        description =
            "Write the scores of each epoch for TensorBoard (tensorboard --logdir FOLDER shows"
                + " them).")
    private @Nullable Path tensorboard;

    private List<Callback> callbacks() {
      List<Callback> callbacks = new ArrayList<>();
      if (csvLog != null) {
        callbacks.add(new CSVLogger(csvLog).append(resume));
      }
      if (tensorboard != null) {
        callbacks.add(new TensorBoard(tensorboard));
      }
      return callbacks;
    }
  }

  /** How a run is carried out, as far as these options say it. */
  RunOptions over(RunOptions options) {
    RunOptions over = options.offline(offline.offline);
    over = pretrained.noCache ? over.cache(null) : over;
    if (scratch.checkpoint != null) {
      over = over.checkpoint(new Checkpoint(scratch.checkpoint).resume(scratch.resume));
    } else if (scratch.resume) {
      throw new IllegalArgumentException(
          "--resume goes on from the state in a folder: name it with --checkpoint FOLDER");
    }
    return over.callbacks(scratch.callbacks());
  }

  /**
   * The recipe.
   *
   * @param spec of the command that was given
   * @throws picocli.CommandLine.ParameterException if it is none, or an option belongs to another
   * @throws IOException if the file that was named holds none
   */
  TrainingRecipe recipe(CommandSpec spec) throws IOException {
    TrainingRecipe base = base(spec);
    return Console.fromOptions(
        spec,
        () -> {
          requireBelonging(spec, base.name());
          return changed(base);
        });
  }

  private TrainingRecipe base(CommandSpec spec) throws IOException {
    if (recipe == null) {
      return from == null ? new AutoRecipe() : TrainingRecipe.open(from);
    }
    Path file = Path.of(recipe);
    String name = recipe;
    return Files.isRegularFile(file) && !TrainingRecipe.names().contains(name)
        ? TrainingRecipe.open(file)
        : Console.fromOptions(spec, () -> TrainingRecipe.named(name));
  }

  /** What people should know of how the recipe is carried out; null for nothing. */
  @Nullable String notice(TrainingRecipe recipe) {
    boolean anew = recipe instanceof AutoRecipe || recipe instanceof FeaturesRecipe;
    return from == null || !anew
        ? null
        : "With the recipe %s there is nothing to go on from: what it learns is computed from these pictures alone. To keep what %s knows, let its pictures be among them."
            .formatted(recipe.name(), from);
  }

  /** Refuses an option that would be without effect. */
  private static void requireBelonging(CommandSpec spec, String recipe) {
    for (ArgSpec given : spec.commandLine().getParseResult().matchedArgs()) {
      if (given.group() == null || !(given instanceof OptionSpec option)) {
        continue;
      }
      Class<?> group = given.group().typeInfo().getType();
      List<String> recipes = BELONGING.getOrDefault(group, List.of(recipe));
      if (!recipes.contains(recipe)) {
        throw new IllegalArgumentException(
            "%s belongs to --recipe %s. Received: --recipe %s"
                .formatted(option.longestName(), String.join(" or ", recipes), recipe));
      }
    }
  }

  private TrainingRecipe changed(TrainingRecipe base) {
    if (base instanceof Recipe changed) {
      return changed(changed);
    }
    if (base instanceof FeaturesRecipe changed) {
      return changed(changed);
    }
    if (base instanceof FinetuneRecipe changed) {
      return changed(changed);
    }
    if (base instanceof BottleneckRecipe changed) {
      return changed(changed);
    }
    if (base instanceof AutoRecipe changed) {
      return changed(changed);
    }
    throw new IllegalStateException("There are no options for " + base);
  }

  private AutoRecipe changed(AutoRecipe base) {
    AutoRecipe run = pretrained.exactDecode ? base.exactDecode(true) : base;
    run = auto.minutes == null ? run : run.minutes(auto.minutes);
    return auto.goal == null ? run : run.goal(auto.goal);
  }

  private FeaturesRecipe changed(FeaturesRecipe base) {
    FeaturesRecipe run = pretrained.exactDecode ? base.exactDecode(true) : base;
    run = features.backbone == null ? run : run.backbone(Backbone.find(features.backbone));
    run = variants.count == null ? run : run.variants(variants.count);
    return features.weights == null ? run : run.weights(features.weights);
  }

  private FinetuneRecipe changed(FinetuneRecipe base) {
    BottleneckRecipe top = network(base.top());
    top = finetune.topEpochs == null ? top : top.epochs(finetune.topEpochs);
    FinetuneRecipe run = base.top(top);
    run = passes.epochs == null ? run : run.epochs(passes.epochs);
    run = finetune.unfreeze == null ? run : run.unfreeze(finetune.blocks(finetune.unfreeze));
    run = variants.count == null ? run : run.variants(variants.count);
    run = run.augmentation(augmentation.over(run.augmentation()));
    Preset preset = augmentation.preset();
    return preset == null && !augmentation.any() ? run : run.augment(preset);
  }

  private BottleneckRecipe changed(BottleneckRecipe base) {
    BottleneckRecipe run = network(base);
    return passes.epochs == null ? run : run.epochs(passes.epochs);
  }

  private BottleneckRecipe network(BottleneckRecipe base) {
    BottleneckRecipe run = seed == null ? base : base.seed(seed);
    run = from == null ? run : run.from(from);
    run = features.backbone == null ? run : run.backbone(Backbone.find(features.backbone));
    run = features.weights == null ? run : run.weights(features.weights);
    run = passes.imageSize == null ? run : run.imageSize(passes.imageSize);
    run = regularization.over(run);
    run = bottleneck.given == null ? run : run.asArticle(bottleneck.given == Given.ARTICLE);
    return bottleneck.saveTop == null ? run : run.saveTop(bottleneck.saveTop);
  }

  private Recipe changed(Recipe base) {
    Recipe run = seed == null ? base : base.seed(seed);
    run = from == null ? run : run.from(from);
    run = passes.epochs == null ? run : run.epochs(passes.epochs);
    run = scratch.batchSize == null ? run : run.batchSize(scratch.batchSize);
    run = passes.imageSize == null ? run : run.imageSize(passes.imageSize);
    run = scratch.classWeights == null ? run : run.classWeights(scratch.classWeights);
    run = regularization.over(optimization.over(run));
    run = run.augmentation(augmentation.over(run.augmentation()));
    Preset preset = augmentation.preset();
    return preset == null && !augmentation.any() ? run : run.augment(preset);
  }
}
