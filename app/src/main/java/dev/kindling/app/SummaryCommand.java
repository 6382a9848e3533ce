package dev.kindling.app;

import dev.kindling.experiments.Classifier;
import dev.kindling.experiments.Preprocessing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindling summary}: what a model is. */
@Command(
    name = "summary",
    sortOptions = false,
    customSynopsis = "kindling summary MODEL",
    header = "Show what a model is: classes, preprocessing, layers.",
    parameterListHeading = "%n",
    footerHeading = "%nExample:%n",
    footer = "  kindling summary model.onnx")
final class SummaryCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "A file that `kindling train` wrote.")
  private Path model;

  @Override
  public Integer call() throws IOException {
    Classifier classifier = Classifier.open(model);
    Preprocessing preprocessing = classifier.preprocessing();
    PrintWriter out = spec.commandLine().getOut();
    out.println("Classes: " + String.join(", ", classifier.labels()));
    out.printf(
        Locale.ROOT,
        "Pictures: resized to %s (%s), values times %.6g%n",
        preprocessing.imageSize(),
        preprocessing.interpolation().name().toLowerCase(Locale.ROOT),
        preprocessing.rescale());
    classifier
        .provenance()
        .ifPresent(
            from ->
                out.printf(
                    Locale.ROOT,
                    "Trained: %d epochs, in %s, by Kindling %s on %s%n",
                    from.epochs(),
                    from.precision(),
                    from.kindling(),
                    from.engine()));
    out.println();
    out.println(classifier.model().summary());
    return 0;
  }
}
