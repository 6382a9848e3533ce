package dev.kindling.app;

import dev.kindling.backbones.Backbone;
import dev.kindling.engine.EngineOptions;
import dev.kindling.experiments.FeatureExport;
import dev.kindling.experiments.RunOptions;
import dev.kindling.image.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindling features}: what a pretrained network gives for pictures, as NumPy's files. */
@Command(
    name = "features",
    sortOptions = false,
    customSynopsis = "kindling features DATA [OPTIONS]",
    header = "Write what a pretrained network sees in pictures to .npy files.",
    description = {
      "%nDATA holds pictures as for `kindling train`. Each goes through the network once, as it is, in"
          + " the order of the folder. What comes out lies in bottleneck_features_train.npy and"
          + " bottleneck_features_validation.npy, beside labels, the names of classes, and the files.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  kindling features pictures --out features",
      "  kindling features pictures --backbone vgg16 --weights vgg16.h5 --image-size 150 --out f",
      "  kindling features pictures --backbone resnet18 --layer predictions --out scores"
    })
final class FeaturesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "A folder of pictures in class folders.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Where the files go.")
  private Path out;

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      defaultValue = "efficientnet-lite0",
      description = "The network, as in `kindling weights list`; default: ${DEFAULT-VALUE}.")
  private String backbone;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Its weights, as for `kindling train`; default: the published ones.")
  private @Nullable Path weights;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description =
          "The layer whose output is written: features, predictions (the network's own scores of"
              + " ImageNet's classes), or one of its others; default: its last convolutions.")
  private @Nullable String layer;

  @Option(
      names = "--pool",
      paramLabel = "none|avg|max",
      defaultValue = "none",
      description = "What is taken of maps: all, their means, their largest; default: none.")
  private FeatureExport.Pool pool;

  @Option(
      names = "--image-size",
      paramLabel = "N|WxH",
      converter = Converters.Size.class,
      description = "Resize pictures to this; default: what the network was made for.")
  private @Nullable ImageSize imageSize;

  @Option(
      names = "--preprocessing",
      paramLabel = "weights|article",
      defaultValue = "weights",
      description =
          "What the network is given. weights: what these want. article: values from 0 to 1, and"
              + " pictures resized by the nearest pixels, as in Keras's article.")
  private RecipeOptions.Given given;

  @Option(
      names = "--offline",
      description = "Fetch nothing: published weights have to be here already.")
  private boolean offline;

  @Mixin private EngineFlags engine;

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    EngineOptions options = Console.fromOptions(spec, engine::options);
    Backbone network = Console.fromOptions(spec, () -> Backbone.find(backbone));
    TrainingReport report = new TrainingReport(console);
    FeatureExport export =
        new FeatureExport(
            network,
            weights(network, report),
            layer,
            pool,
            Objects.requireNonNullElse(imageSize, network.imageSize()),
            given == RecipeOptions.Given.ARTICLE);
    try {
      List<Integer> sizes = export.write(data, out, RunOptions.defaults().engine(options), report);
      report.clear();
      console
          .out()
          .printf(
              "Wrote %s: %s numbers of each picture%n",
              out, sizes.stream().map(String::valueOf).collect(Collectors.joining(" x ")));
    } finally {
      report.clear();
    }
    return 0;
  }

  private Path weights(Backbone network, TrainingReport report) throws IOException {
    if (weights != null) {
      return weights;
    }
    return offline ? network.published().offline() : network.published().fetch(report::notice);
  }
}
