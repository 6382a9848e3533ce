package dev.kindling.app;

import dev.kindling.experiments.Classifier;
import dev.kindling.experiments.ModelFile;
import dev.kindling.experiments.Preprocessing;
import dev.kindling.graph.Graph;
import dev.kindling.models.Model;
import dev.kindling.tensor.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
    footerHeading = "%nExamples:%n",
    footer = {"  kindling summary model.onnx", "  kindling summary network.keras"})
final class SummaryCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description = "A file that `kindling train` wrote, or another network: .onnx, .keras, .h5.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    ModelFile read = ModelFile.open(file);
    PrintWriter out = spec.commandLine().getOut();
    Classifier classifier = read.classifier();
    if (classifier != null) {
      print(classifier, out);
    }
    Model model = read.model();
    if (model == null) {
      print(read.onnx().graph(), out);
    } else {
      out.println(model.summary());
    }
    return 0;
  }

  private static void print(Classifier classifier, PrintWriter out) {
    Preprocessing preprocessing = classifier.preprocessing();
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
                    "Trained: %d epochs%s, in %s, by Kindling %s on %s%n",
                    from.epochs(),
                    from.chosen() == 0
                        ? ""
                        : " (this is epoch %d, chosen by the validation pictures)"
                            .formatted(from.chosen()),
                    from.precision(),
                    from.kindling(),
                    from.engine()));
    out.println();
  }

  /** A network of which the operators are known, not the layers. */
  private static void print(Graph graph, PrintWriter out) {
    graph.inputs().forEach(input -> out.printf("Input: %s %s%n", input.name(), input.shape()));
    graph.outputs().forEach(name -> out.printf("Output: %s %s%n", name, graph.shape(name)));
    Map<String, Long> operators =
        graph.nodes().stream()
            .collect(
                Collectors.groupingBy(
                    node -> node.op().name(), TreeMap::new, Collectors.counting()));
    operators.forEach((name, count) -> out.printf(Locale.ROOT, "%6d x %s%n", count, name));
    long parameters = graph.parameters().values().stream().mapToLong(Shape::elements).sum();
    out.printf(Locale.ROOT, "Parameters: %,d%n", parameters);
  }
}
