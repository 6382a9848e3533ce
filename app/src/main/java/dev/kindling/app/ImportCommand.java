package dev.kindling.app;

import dev.kindling.experiments.ModelFile;
import dev.kindling.experiments.PixelMode;
import dev.kindling.image.Interpolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindling import}: a network of another program's becomes an .onnx file. */
@Command(
    name = "import",
    sortOptions = false,
    customSynopsis = "kindling import FILE --out MODEL.onnx [OPTIONS]",
    header = "Make an .onnx model of another program's network.",
    description =
        "%nReads .keras, whole .h5 models, Keras's .h5 weights with --architecture, and .onnx. The"
            + " network keeps its own input and outputs; with --labels it becomes a classifier, as"
            + " `kindling train` makes them: pictures in, scores out.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  kindling import network.keras --out network.onnx",
      "  kindling import first_try.h5 --architecture model.json --out network.onnx",
      "  kindling import mobilenet.keras --out pets.onnx --labels cats,dogs"
    })
final class ImportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A network: .keras, .h5 or .onnx.")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "MODEL.onnx",
      required = true,
      description = "The file to write.")
  private Path out;

  @Option(
      names = "--architecture",
      paramLabel = "JSON",
      description = "For .h5 weights: a file of what Keras's model.to_json() gives.")
  private @Nullable Path architecture;

  @Option(
      names = "--labels",
      paramLabel = "NAMES|FILE",
      description =
          "Make a classifier: the names of the classes in the order of the outputs, with commas"
              + " between them, or a text file with one a line.")
  private @Nullable String labels;

  @Option(
      names = "--preprocessing",
      paramLabel = "none|rescale|tf|torch|caffe",
      description =
          "What the network wants of pixels: 0 to 255 as they are (none), times 1/255 (rescale), or"
              + " a mode of keras.applications; default: none.")
  private @Nullable PixelMode preprocessing;

  @Option(
      names = "--interpolation",
      paramLabel = "HOW",
      description = "How pictures are resized for it: nearest, bilinear, ...; default: bilinear.")
  private @Nullable Interpolation interpolation;

  @Override
  public Integer call() throws IOException {
    if (labels == null && (preprocessing != null || interpolation != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "--preprocessing and --interpolation are for classifiers: give --labels too");
    }
    ModelFile read =
        architecture == null ? ModelFile.open(file) : ModelFile.open(file, architecture);
    if (labels == null) {
      read.onnx().write(out);
    } else {
      List<String> names = names(labels);
      Console.fromOptions(
              spec,
              () ->
                  read.classifier(
                      names,
                      preprocessing == null ? PixelMode.NONE : preprocessing,
                      interpolation == null ? Interpolation.BILINEAR : interpolation))
          .save(out);
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "Wrote %s%s%n",
            out,
            labels == null ? "" : ", a classifier of " + String.join(", ", names(labels)));
    return 0;
  }

  private static List<String> names(String labels) throws IOException {
    Path file = Path.of(labels);
    return Files.isRegularFile(file)
        ? Files.readAllLines(file).stream().map(String::strip).filter(n -> !n.isEmpty()).toList()
        : List.of(labels.split(",", -1));
  }
}
