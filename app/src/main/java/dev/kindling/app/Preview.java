package dev.kindling.app;

import dev.kindling.app.ContactSheet.Picture;
import dev.kindling.app.ContactSheet.Row;
import dev.kindling.augment.Change;
import dev.kindling.augment.Preset;
import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.data.DrawnSample;
import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageReader;
import dev.kindling.image.ImageSize;
import dev.kindling.image.ImageWriter;
import dev.kindling.image.Interpolation;
import dev.kindling.image.Resize;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import dev.kindling.preprocessing.PipelineFlow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A preview of augmentation: the pictures that Keras's {@code flow} over one picture or a few
 * writes, one by one, and a page that shows them beside their originals.
 *
 * @param generator what is done to them, and what values are multiplied by
 * @param preset modern augmentations in place of the generator's changes, or null
 * @param flow one picture a batch, with a seed
 * @param count how many are made, at least 1; null for what looks well
 */
record Preview(
    ImageDataGenerator generator,
    @Nullable Preset preset,
    FlowOptions flow,
    @Nullable Integer count) {

  /** The settings of the article's preview; its shear of 0.2 meant radians. */
  static final ImageDataGenerator ARTICLE =
      new ImageDataGenerator()
          .rotationRange(40)
          .widthShiftRange(0.2)
          .heightShiftRange(0.2)
          .rescale(1 / 255.0)
          .shearRange(Math.toDegrees(0.2))
          .zoomRange(0.2)
          .horizontalFlip(true);

  /** As many as the article makes of its cat. */
  static final int COUNT_OF_ONE = 21;

  /** Of each class of a folder. */
  static final int COUNT_OF_CLASS = 6;

  /** The longest side of a picture in the page. */
  private static final int SHOWN = 320;

  /** Checks the count. */
  Preview {
    if (count != null && count < 1) {
      throw new IllegalArgumentException("--count must be at least 1. Received: " + count);
    }
  }

  /**
   * Writes the pictures and the page.
   *
   * @param originals what is changed, all of one size
   * @param title the heading of the page
   * @param out the folder to write to
   * @return the page, and how many pictures were written
   */
  Written write(PreviewOriginals originals, String title, Path out) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (PreviewOriginals.Original original : originals.pictures()) {
      Picture shown = shown(original.image(), original.name(), original.name());
      rows.add(new Row(original.label(), shown, new ArrayList<>()));
    }
    Files.createDirectories(out);
    PreviewNotes notes = new PreviewNotes(generator.rescale());
    int wanted = count == null ? originals.usualCount() : count;
    try (Batches batches = batches(originals, flow.saveToDir(out))) {
      for (int i = 0; i < wanted; i++) {
        Batch batch = batches.next();
        DrawnSample<?> drawn = batch.samples().get(0);
        String name = Objects.requireNonNull(drawn.savedAs());
        Image image = ImageReader.read(out.resolve(name));
        notes.look(batch.x(), drawn.change(), originals.imageSize());
        rows.get(drawn.index()).augmented().add(shown(image, name, caption(drawn.change())));
      }
    }
    Path page = out.resolve("preview.html");
    Files.writeString(page, new ContactSheet(title, settings(), notes.all(), rows).html());
    return new Written(page, wanted);
  }

  /** What was written. */
  record Written(Path page, int pictures) {}

  private Batches batches(PreviewOriginals originals, FlowOptions options) {
    if (preset == null) {
      return fitted(originals).flow(originals.stack(), options);
    }
    return new PipelineFlow(preset.pipeline(originals.imageSize()))
        .rescale(generator.rescale())
        .flow(originals, null, options);
  }

  /** Whatever standardising needs to know of all pictures, it learns from the originals. */
  private ImageDataGenerator fitted(PreviewOriginals originals) {
    boolean learns =
        generator.featurewiseCenter()
            || generator.featurewiseStdNormalization()
            || generator.zcaWhitening();
    return learns ? generator.fit(originals.stack()) : generator;
  }

  private static String caption(Change change) {
    String description = change.describe();
    return description.isEmpty() ? "as it is" : description;
  }

  private static Picture shown(Image image, String name, String caption) {
    int longest = Math.max(image.height(), image.width());
    Image small = image;
    if (longest > SHOWN) {
      int height = Math.max(1, image.height() * SHOWN / longest);
      int width = Math.max(1, image.width() * SHOWN / longest);
      small = Resize.resize(image, new ImageSize(height, width), Interpolation.BILINEAR);
    }
    return Picture.of(name, caption, "image/jpeg", ImageWriter.encode(small, ImageFormat.JPEG));
  }

  private String settings() {
    List<String> words = new ArrayList<>();
    if (preset != null) {
      words.add("--augment " + preset.name().toLowerCase(Locale.ROOT));
    } else {
      words.addAll(AugmentationOptions.words(generator));
    }
    words.add("--seed " + flow.seed());
    return String.join(" ", words);
  }
}
