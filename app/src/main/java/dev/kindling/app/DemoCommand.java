package dev.kindling.app;

import dev.kindling.FilePrediction;
import dev.kindling.ImageClassifier;
import dev.kindling.app.demo.LeafPictures;
import dev.kindling.backbones.EfficientNetLite;
import dev.kindling.backbones.PublishedWeights;
import dev.kindling.data.PictureFiles;
import dev.kindling.engine.EngineOptions;
import dev.kindling.experiments.AutoRecipe;
import dev.kindling.experiments.Recipe;
import dev.kindling.experiments.RunOptions;
import dev.kindling.experiments.TrainingRecipe;
import dev.kindling.experiments.TrainingResult;
import dev.kindling.image.ImageFormat;
import dev.kindling.preprocessing.FlowOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kindling demo}: the whole way on pictures that it draws itself. */
@Command(
    name = "demo",
    sortOptions = false,
    customSynopsis = "kindling demo [OPTIONS]",
    header = "Draw leaves, learn to tell them apart, and show it.",
    description =
        "%nNeeds nothing but itself: draws pictures of birch, maple and oak leaves, trains on them,"
            + " predicts new ones, and shows where everything lies.%n",
    footerHeading = "%nExample:%n",
    footer = "  kindling demo")
final class DemoCommand implements Callable<Integer> {

  private static final long SEED = 1;
  private static final int PICTURES = 200;
  private static final int NEW_PICTURES = 3;
  private static final double MINUTES = 2;
  private static final int EPOCHS = 30;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where everything goes; default: target/demo in Kindling's own folder.")
  private @Nullable Path out;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Train the article's small network from nothing, going so often through the pictures. It"
              + " is trained, too, for 30 epochs, where no pretrained network can be had.")
  private @Nullable Integer epochs;

  @Option(
      names = "--offline",
      description = "Fetch nothing: the weights of pretrained networks have to be here already.")
  private boolean offline;

  @Mixin private EngineFlags engine;

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    EngineOptions options = Console.fromOptions(spec, engine::options);
    RunOptions run = RunOptions.defaults().engine(options).offline(offline);
    TrainingRecipe recipe = Console.fromOptions(spec, () -> recipe(console));
    Path folder = Objects.requireNonNullElseGet(out, DemoCommand::defaultFolder);

    Path leaves = folder.resolve("leaves");
    Path unseen = folder.resolve("new");
    console.err().println("Drawing " + 3 * PICTURES + " pictures of leaves");
    LeafPictures.draw(leaves, 1, PICTURES, SEED);
    LeafPictures.draw(unseen, PICTURES + 1, NEW_PICTURES, SEED);

    Path page = preview(leaves, folder.resolve("preview"));
    return new WatchedTraining(listener -> recipe.on(leaves, run, listener), console)
        .run(
            result -> {
              Path model = folder.resolve("model.onnx");
              result.classifier().save(model);
              show(console.out(), result, model, page, leaves, unseen, options);
            });
  }

  /** What is best where this runs: pretrained networks if their weights can be had. */
  private TrainingRecipe recipe(Console console) {
    if (epochs != null) {
      return Recipe.scratch().epochs(epochs);
    }
    PublishedWeights weights = EfficientNetLite.LITE0.published();
    try {
      if (offline) {
        weights.offline();
      } else {
        weights.fetch(console.err()::println);
      }
      return new AutoRecipe().minutes(MINUTES);
    } catch (IOException e) {
      console.err().println(e.getMessage());
      console.err().println("So a small network is trained from nothing: --recipe scratch.");
      return Recipe.scratch().epochs(EPOCHS);
    }
  }

  /** Under target, where git looks away; elsewhere if this is not run from a clone. */
  private static Path defaultFolder() {
    String home = System.getProperty("kindling.home");
    return home == null ? Path.of("kindling-demo") : Path.of(home, "target", "demo");
  }

  private static Path preview(Path leaves, Path to) throws IOException {
    FlowOptions flow =
        new FlowOptions().batchSize(1).seed(SEED).savePrefix("leaf").saveFormat(ImageFormat.JPEG);
    Path leaf = PictureFiles.below(leaves).get(PICTURES);
    PreviewOriginals original = PreviewOriginals.of(leaf, null, 1, reason -> {});
    return new Preview(Preview.ARTICLE, null, flow, null)
        .write(original, "Augmented: " + leaf.getFileName(), to)
        .page();
  }

  private static void show(
      PrintWriter out,
      TrainingResult result,
      Path model,
      Path page,
      Path leaves,
      Path unseen,
      EngineOptions options)
      throws IOException {
    out.println();
    out.println("New pictures, and what the model takes them for:");
    try (ImageClassifier classifier = ImageClassifier.of(result.classifier(), options)) {
      List<Path> pictures = PictureFiles.below(unseen);
      classifier.predict(pictures, row -> out.println("  " + row(row)));
    }
    out.println();
    if (result.validation() != null) {
      out.printf(
          Locale.ROOT,
          "Accuracy on %d pictures that it did not learn from: %.1f %%, after %s.%n%n",
          result.validation().pictures(),
          100 * result.validation().accuracy(),
          TrainingReport.duration(result.seconds()));
    }
    out.println("The pictures       " + leaves);
    out.println("Augmented          " + page);
    out.println("The model          " + model);
    out.println();
    out.println("Your own pictures, a folder a class in one folder:");
    out.println("  ./kindling train FOLDER --out model.onnx");
    out.println("  ./kindling predict model.onnx PICTURE");
  }

  private static String row(FilePrediction row) {
    return row.prediction()
        .map(
            prediction ->
                String.format(
                    Locale.ROOT,
                    "%-14s %s, %.0f %%",
                    row.file().getFileName(),
                    prediction.label(),
                    100 * prediction.score()))
        .orElseThrow();
  }
}
