package dev.kindling.app;

import dev.kindling.augment.Preset;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageSize;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindling preview}: what augmentation makes of pictures, to look at. */
@Command(
    name = "preview",
    sortOptions = false,
    customSynopsis = "kindling preview PICTURE|FOLDER [OPTIONS]",
    header = "Show what augmentation makes of pictures.",
    description = {
      "%nWrites the files that Keras's flow(x, batch_size=1, save_to_dir=...) would write, and a"
          + " page to look at, preview.html.",
      "Of a folder of class folders it takes one picture of each class.",
      "Without any augmentation option it shows the article's: rotation 40, shifts 0.2, shear 0.2"
          + " radians, zoom 0.2, flips. With any, it is what is given and no more.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  kindling preview cat.jpg",
      "  kindling preview cat.jpg --rotation-range 40 --zoom-range 0.8,1.2",
      "  kindling preview pictures --augment strong",
      "  kindling preview pictures --image-size 150 --brightness-range 0.5,1.5 --out look"
    })
final class PreviewCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PICTURE|FOLDER",
      description = "A picture; or a folder, with class folders (also in train) or without.")
  private Path pictures;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "preview",
      description = "Where to write; default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many variants; default: 21, or 6 for each class.")
  private @Nullable Integer count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same variants; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads work; default: all that the machine or its container grants.")
  private @Nullable Integer threads;

  @Option(
      names = "--image-size",
      paramLabel = "N|WxH",
      converter = Converters.Size.class,
      description = "Resize first; default: a picture's own size, 150 for a folder.")
  private @Nullable ImageSize imageSize;

  @Option(names = "--prefix", defaultValue = "", description = "The start of the files' names.")
  private String prefix;

  @Option(
      names = "--format",
      paramLabel = "jpeg|png",
      defaultValue = "jpeg",
      description = "The files' format; default: ${DEFAULT-VALUE}.")
  private ImageFormat format;

  @ArgGroup(validate = false, heading = "%nAugmentation, as in Keras's ImageDataGenerator:%n")
  private AugmentationOptions augmentation = new AugmentationOptions();

  @ArgGroup(validate = false, heading = "%nStandardising, as there:%n")
  private StandardizingOptions standardizing = new StandardizingOptions();

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    Preview preview = Console.fromOptions(spec, this::preview);
    int most = count == null ? Preview.COUNT_OF_ONE : count;
    PreviewOriginals originals =
        PreviewOriginals.of(
            pictures, imageSize, most, reason -> console.err().println("Left out: " + reason));
    Preview.Written written = preview.write(originals, "Augmented: " + pictures.getFileName(), out);
    console
        .out()
        .println(
            "%d pictures in %s; to look at them, open %s"
                .formatted(written.pictures(), out, written.page()));
    return 0;
  }

  private Preview preview() {
    Preset preset = augmentation.preset();
    ImageDataGenerator base =
        augmentation.any() || preset != null ? new ImageDataGenerator() : Preview.ARTICLE;
    FlowOptions flow =
        new FlowOptions().batchSize(1).seed(seed).savePrefix(prefix).saveFormat(format);
    return new Preview(
        standardizing.over(augmentation.over(base)),
        preset,
        threads == null ? flow : flow.threads(threads),
        count);
  }
}
