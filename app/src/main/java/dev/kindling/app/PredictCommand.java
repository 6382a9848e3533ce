package dev.kindling.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.FilePrediction;
import dev.kindling.ImageClassifier;
import dev.kindling.Prediction;
import dev.kindling.data.PictureFiles;
import dev.kindling.engine.EngineOptions;
import dev.kindling.image.UnreadableImageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindling predict}: a label for each picture. */
@Command(
    name = "predict",
    sortOptions = false,
    customSynopsis = "kindling predict MODEL FILE|FOLDER... [OPTIONS]",
    header = "Say what pictures show: a label and its score for each.",
    description =
        "%nThe rows come in the order of the files; of a folder, every file in it and below that is"
            + " not hidden. A file that is no picture is an error in its row, and ends nothing.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  kindling predict model.onnx photo.jpg",
      "  kindling predict model.onnx inbox/ --json > labels.json"
    })
final class PredictCommand implements Callable<Integer> {

  private static final String ERROR = "error";

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A file that `kindling train` wrote.")
  private Path model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE|FOLDER",
      description = "Pictures, and folders of them.")
  private List<Path> pictures;

  @Mixin private EngineFlags engine;

  @Option(
      names = "--json",
      description = "Print one JSON document, with the scores of all classes.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    EngineOptions options = Console.fromOptions(spec, engine::options);
    try (ImageClassifier classifier = ImageClassifier.load(model, options)) {
      List<Path> files = files();
      int errors =
          json
              ? predictToJson(classifier, files, console)
              : predictToRows(classifier, files, console.out());
      return errors == 0 ? 0 : 1;
    }
  }

  private static int predictToJson(ImageClassifier classifier, List<Path> files, Console console) {
    ArrayNode rows = Json.array();
    AtomicInteger errors = new AtomicInteger();
    try (Progress bar =
        Progress.begin(console.err(), console.columns(), "Predicting", files.size())) {
      classifier.predict(
          files,
          row -> {
            rows.add(json(row));
            errors.addAndGet(row.trouble().isPresent() ? 1 : 0);
            bar.at(rows.size(), "pictures");
          });
    }
    Json.print(console.out(), rows);
    return errors.get();
  }

  private static int predictToRows(ImageClassifier classifier, List<Path> files, PrintWriter out) {
    int width =
        Stream.concat(classifier.labels().stream(), Stream.of(ERROR))
            .mapToInt(Text::width)
            .max()
            .orElseThrow();
    AtomicInteger errors = new AtomicInteger();
    classifier.predict(
        files,
        row -> {
          out.println(row(row, width));
          errors.addAndGet(row.trouble().isPresent() ? 1 : 0);
        });
    return errors.get();
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : pictures) {
      if (Files.isDirectory(path)) {
        List<Path> below = PictureFiles.below(path);
        if (below.isEmpty()) {
          throw new IOException("there are no files in " + path);
        }
        files.addAll(below);
      } else {
        files.add(path);
      }
    }
    return files;
  }

  /** {@code cat 98.3 % inbox/1.jpg}. */
  private static String row(FilePrediction row, int width) {
    return row.prediction()
        .map(
            prediction ->
                Text.pad(prediction.label(), width)
                    + String.format(Locale.ROOT, "  %5.1f %%  ", 100 * prediction.score())
                    + row.file())
        .orElseGet(
            () ->
                Text.pad(ERROR, width)
                    + " ".repeat(11)
                    + row.file()
                    + row.trouble().map(trouble -> " " + reason(trouble)).orElse(""));
  }

  private static ObjectNode json(FilePrediction row) {
    ObjectNode json = Json.object().put("file", row.file().toString());
    row.prediction()
        .ifPresent(
            (Prediction prediction) -> {
              json.put("label", prediction.label()).put("score", prediction.score());
              ObjectNode scores = json.putObject("scores");
              prediction.scores().forEach(scores::put);
            });
    row.trouble().ifPresent(trouble -> json.put("error", reason(trouble)));
    return json;
  }

  /** What is wrong with a file that is named beside it. */
  private static String reason(IOException trouble) {
    return trouble instanceof UnreadableImageException unreadable
        ? unreadable.reason()
        : Failures.explain(trouble);
  }
}
