package dev.kindling.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.backbones.Backbone;
import dev.kindling.experiments.ClassWeights;
import dev.kindling.experiments.EpochResult;
import dev.kindling.experiments.Experiment;
import dev.kindling.experiments.FeatureTraining;
import dev.kindling.experiments.FeaturesRecipe;
import dev.kindling.experiments.Figures;
import dev.kindling.experiments.Recipe;
import dev.kindling.experiments.RunOptions;
import dev.kindling.experiments.Training;
import dev.kindling.experiments.TrainingListener;
import dev.kindling.experiments.TrainingResult;
import dev.kindling.image.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindling train}: from a folder of pictures to a model. */
@Command(
    name = "train",
    sortOptions = false,
    customSynopsis = "kindling train DATA [OPTIONS]",
    header = "Learn to tell classes of pictures apart.",
    description = {
      "%nDATA holds a folder of pictures for each class; a fifth of each is held back to measure"
          + " with. Or it holds the folders train and validation (and perhaps test, which is left"
          + " alone), with the class folders in each.",
      "Ctrl-C ends it early and saves the last whole epoch.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  kindling train pictures",
      "  kindling train pictures --epochs 20 --seed 7 --out insects.onnx",
      "  kindling train pictures --recipe features",
      "  kindling train pictures --rotation-range 40 --no-horizontal-flip",
      "  kindling train pictures --augment medium"
    })
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "A folder of pictures in class folders.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "model.onnx",
      description = "Where to save the model; default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = Recipe.SCRATCH,
      description =
          "How to learn. scratch: a small network from nothing, the first recipe of Keras's article"
              + " on very little data. features: on what a network trained on millions of pictures"
              + " sees in these; seconds, and far better. Default: ${DEFAULT-VALUE}.")
  private String recipe;

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      description =
          "For features: the network that looks, as in `kindling weights list`; default:"
              + " efficientnet-lite0. Its weights are fetched once.")
  private @Nullable String backbone;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "For features: the network's weights, from PyTorch (.pth, .safetensors), .npz, .onnx, and for"
              + " VGG16 Keras's .h5; default: the published ones.")
  private @Nullable Path weights;

  @Option(
      names = "--offline",
      description = "Fetch nothing: published weights have to be here already.")
  private boolean offline;

  @Option(
      names = "--exact-decode",
      description =
          "For features: decode large JPEG photographs whole, not at a half, a quarter or an eighth"
              + " of their size where that is enough. The model keeps to it.")
  private boolean exactDecode;

  @Option(
      names = "--no-cache",
      description =
          "For features: neither use what earlier runs computed nor keep what this one does.")
  private boolean noCache;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often to go through the pictures; default: the recipe's, 50.")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Pictures in a step; default: the recipe's, 32.")
  private @Nullable Integer batchSize;

  @Option(
      names = "--image-size",
      paramLabel = "N|WxH",
      converter = Converters.Size.class,
      description = "Resize pictures to this; default: the recipe's, 150.")
  private @Nullable ImageSize imageSize;

  @Option(
      names = "--class-weights",
      paramLabel = "balanced|FILE",
      converter = Converters.Weights.class,
      description =
          "How much a picture of each class counts. balanced: all classes alike together, however"
              + " many pictures each has. FILE: JSON, as {\"oak\": 2.5, \"maple\": 1}; a class that is"
              + " not in it counts 1.")
  private @Nullable ClassWeights classWeights;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same model; default: ${DEFAULT-VALUE}.")
  private int seed;

  @Mixin private EngineFlags engine;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @ArgGroup(
      validate = false,
      heading = "%nAugmentation, as in Keras's ImageDataGenerator (default: the recipe's):%n")
  private AugmentationOptions augmentation = new AugmentationOptions();

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    RunOptions defaults =
        RunOptions.defaults().engine(Console.fromOptions(spec, engine::options)).offline(offline);
    RunOptions options = noCache ? defaults.cache(null) : defaults;
    Function<TrainingListener, Experiment> run =
        Console.fromOptions(spec, () -> experiment(options));
    Target.requireWritable(out);

    return new WatchedTraining(run, console)
        .run(
            result -> {
              result.classifier().save(out);
              tell(console, result);
            });
  }

  private Function<TrainingListener, Experiment> experiment(RunOptions options) {
    if (recipe.equals(FeaturesRecipe.FEATURES)) {
      FeaturesRecipe run = featuresRecipe();
      return listener -> new FeatureTraining(data, run, options, listener);
    }
    if (!recipe.equals(Recipe.SCRATCH)) {
      throw new IllegalArgumentException("--recipe is scratch or features. Received: " + recipe);
    }
    if (backbone != null || weights != null) {
      throw new IllegalArgumentException(
          "--backbone and --weights belong to --recipe features. Received: --recipe scratch");
    }
    Recipe run = scratchRecipe();
    return listener -> new Training(data, run, options, listener);
  }

  private FeaturesRecipe featuresRecipe() {
    if (epochs != null
        || batchSize != null
        || imageSize != null
        || classWeights != null
        || augmentation.any()
        || augmentation.preset() != null) {
      throw new IllegalArgumentException(
          "--recipe features looks at each picture once, as it is, in its network's size: --epochs,"
              + " --batch-size, --image-size, --class-weights and augmentation belong to --recipe"
              + " scratch");
    }
    Backbone network = Backbone.find(backbone == null ? "efficientnet-lite0" : backbone);
    return new FeaturesRecipe(network, weights, exactDecode);
  }

  private Recipe scratchRecipe() {
    Recipe run = Recipe.scratch().seed(seed);
    run = epochs == null ? run : run.epochs(epochs);
    run = batchSize == null ? run : run.batchSize(batchSize);
    run = imageSize == null ? run : run.imageSize(imageSize);
    run = classWeights == null ? run : run.classWeights(classWeights);
    return run.augmentation(augmentation.over(run.augmentation())).augment(augmentation.preset());
  }

  private void tell(Console console, TrainingResult result) {
    if (json) {
      Json.print(console.out(), json(result));
      return;
    }
    StringBuilder line = new StringBuilder();
    if (result.stopped()) {
      line.append("Stopped; the model is that of the last whole epoch, ")
          .append(result.epochs().size())
          .append(".\n");
    }
    line.append("Saved ").append(out).append(": ");
    line.append(String.join(", ", result.classifier().labels()));
    Figures validation = result.validation();
    if (validation != null) {
      line.append(
          String.format(
              Locale.ROOT,
              "; accuracy %.2f %% of %d validation pictures",
              100 * validation.accuracy(),
              validation.pictures()));
    }
    if (!result.skipped().isEmpty()) {
      line.append("; ").append(result.skipped().size()).append(" files left out");
    }
    line.append("; ").append(TrainingReport.duration(result.seconds()));
    console.out().println(line);
  }

  private ObjectNode json(TrainingResult result) {
    ObjectNode json = Json.object().put("model", out.toString());
    ArrayNode classes = json.putArray("classes");
    result.classifier().labels().forEach(classes::add);
    ArrayNode rows = json.putArray("epochs");
    for (EpochResult epoch : result.epochs()) {
      rows.add(Json.epoch(epoch));
    }
    Figures validation = result.validation();
    json.set("validation", validation == null ? null : Json.figures(validation));
    json.set("skipped", Json.skipped(result.skipped()));
    json.put("seconds", result.seconds());
    return json;
  }
}
