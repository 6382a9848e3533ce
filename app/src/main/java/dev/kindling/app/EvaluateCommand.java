package dev.kindling.app;

import dev.kindling.data.Part;
import dev.kindling.engine.EngineOptions;
import dev.kindling.experiments.Classifier;
import dev.kindling.experiments.Evaluation;
import dev.kindling.experiments.Provenance;
import dev.kindling.experiments.Scoring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindling evaluate}: how good a model is. */
@Command(
    name = "evaluate",
    sortOptions = false,
    customSynopsis = "kindling evaluate MODEL DATA [OPTIONS]",
    header = "Measure a model on pictures whose classes are known.",
    description =
        "%nShows accuracy, loss, precision and recall of each class, and which class was taken for"
            + " which.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  kindling evaluate model.onnx pictures",
      "  kindling evaluate model.onnx pictures --part validation --json"
    })
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "A file that `kindling train` wrote.")
  private Path model;

  @Parameters(paramLabel = "DATA", description = "A folder of pictures, as for `kindling train`.")
  private Path data;

  @Option(
      names = "--part",
      paramLabel = "PART",
      description = "train, validation or test; default: test if there is one, else validation.")
  private @Nullable Part part;

  @Mixin private EngineFlags engine;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    EngineOptions options = Console.fromOptions(spec, engine::options);
    ReadingReport report = new ReadingReport(console, "Evaluating");
    try (Scoring scoring = new Scoring(Classifier.open(model), options)) {
      Evaluation evaluation = Evaluation.of(scoring, data, part, report);
      if (json) {
        Json.print(console.out(), Json.evaluation(evaluation));
      } else {
        console.out().print(new EvaluationTable(evaluation));
        tellOfChoice(scoring.classifier(), evaluation, console);
        console.out().flush();
      }
    } finally {
      report.clear();
    }
    return 0;
  }

  /** A figure that pictures have chosen themselves is better than new pictures would give. */
  private static void tellOfChoice(Classifier classifier, Evaluation evaluation, Console console) {
    int chosen = classifier.provenance().map(Provenance::chosen).orElse(0);
    if (chosen > 0 && evaluation.part() == Part.VALIDATION) {
      console
          .out()
          .printf(
              "The model is that of epoch %d, chosen by validation pictures: if by these, new ones do somewhat worse.%n",
              chosen);
    }
  }
}
