package dev.kindling.app;

import dev.kindling.experiments.Classifier;
import dev.kindling.experiments.ModelFile;
import dev.kindling.models.Model;
import dev.kindling.weights.NpzFile;
import dev.kindling.weights.SafetensorsFile;
import dev.kindling.weights.TorchFile;
import dev.kindling.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindling export}: a model for other programs. */
@Command(
    name = "export",
    sortOptions = false,
    customSynopsis = "kindling export MODEL --out FILE [--format FORMAT]",
    header = "Write a model, or its weights, for another program.",
    description =
        "%nkeras holds the whole network, h5 its weights as Keras's load_weights reads them;"
            + " safetensors, npz and pth hold the weights by name, kernels of convolutions as"
            + " (filters, channels, height, width).%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  kindling export model.onnx --out model.keras",
      "  kindling export model.onnx --out first_try.h5",
      "  kindling export model.onnx --format safetensors --out weights.bin"
    })
final class ExportCommand implements Callable<Integer> {

  /** What can be written; the names are the endings of the files. */
  enum Format {
    ONNX,
    KERAS,
    H5,
    SAFETENSORS,
    NPZ,
    PTH
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "A network: .onnx, .keras or .h5.")
  private Path model;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
  private Path out;

  @Option(
      names = {"--format", "--to"},
      paramLabel = "onnx|keras|h5|safetensors|npz|pth",
      description = "What to write; default: as the file's name ends.")
  private @Nullable Format format;

  @Override
  public Integer call() throws IOException {
    Format wanted = format == null ? byName() : format;
    ModelFile read = ModelFile.open(model);
    switch (wanted) {
      case ONNX -> read.onnx().write(out);
      case KERAS -> Console.fromOptions(spec, () -> layers(read)).save(ending(".keras"));
      case H5 -> Console.fromOptions(spec, () -> layers(read)).saveWeights(ending(".h5"));
      case SAFETENSORS -> SafetensorsFile.write(out, weights(read));
      case NPZ -> NpzFile.write(out, weights(read));
      case PTH -> TorchFile.write(out, weights(read));
    }
    Console console = Console.of(spec);
    console.out().println("Wrote " + out);
    Classifier classifier = read.classifier();
    if (classifier != null && wanted != Format.ONNX) {
      console
          .err()
          .printf(
              Locale.ROOT,
              "Note: the network takes pixels from 0 to 255 times %.6g; its outputs are %s%n",
              classifier.preprocessing().rescale(),
              String.join(", ", classifier.labels()));
    }
    return 0;
  }

  private Format byName() {
    String name = out.toString().toLowerCase(Locale.ROOT);
    for (Format each : Format.values()) {
      if (name.endsWith("." + each.name().toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "the name of "
            + out
            + " does not tell a format: give --format onnx, keras, h5, safetensors,"
            + " npz or pth");
  }

  /** Keras goes by the endings of names, and so do readers of its files here. */
  private Path ending(String ending) {
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
      throw new ParameterException(
          spec.commandLine(),
          "Keras wants the name to end in %s. Received: %s".formatted(ending, out));
    }
    return out;
  }

  private Model layers(ModelFile read) {
    Model layers = read.model();
    if (layers == null) {
      throw new IllegalArgumentException(
          model
              + " is another program's .onnx, which tells operators, not Keras's layers; its"
              + " weights can be written as safetensors, npz or pth");
    }
    return layers;
  }

  /** Without what is no weight: the constants in the graph. */
  private static Weights weights(ModelFile read) {
    Model layers = read.model();
    return Weights.of(layers == null ? read.onnx().weights() : layers.getWeights());
  }
}
