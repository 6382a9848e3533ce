package dev.kindling.app;

import dev.kindling.app.ContactSheet.Picture;
import dev.kindling.app.ContactSheet.Row;
import dev.kindling.data.Batches;
import dev.kindling.data.FlowOptions;
import dev.kindling.data.ImageDataGenerator;
import dev.kindling.data.PictureFiles;
import dev.kindling.image.DecodeOptions;
import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageReader;
import dev.kindling.image.ImageSize;
import dev.kindling.image.ImageWriter;
import dev.kindling.image.Interpolation;
import dev.kindling.image.Resize;
import dev.kindling.image.UnreadableImageException;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A preview of augmentation: the pictures that Keras's {@code flow} over one picture or a few
 * writes, one by one, and a page that shows them beside their originals.
 *
 * @param generator what is done to them
 * @param flow one picture a batch, with a seed
 * @param count how many are made, at least 1
 */
record Preview(ImageDataGenerator generator, FlowOptions flow, int count) {

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

  /** The size to which the pictures of a folder are brought, as they need one in common. */
  static final ImageSize FOLDER_SIZE = new ImageSize(150, 150);

  /** The longest side of a picture in the page. */
  private static final int SHOWN = 320;

  /** Checks the count. */
  Preview {
    if (count < 1) {
      throw new IllegalArgumentException("--count must be at least 1. Received: " + count);
    }
  }

  /**
   * Writes the pictures and the page.
   *
   * @param from a picture, or a folder
   * @param size the size to bring them to first; null for a picture's own
   * @param out the folder to write to
   * @param leftOut hears of each file of a folder that is no picture
   * @return the page
   */
  Path write(Path from, @Nullable ImageSize size, Path out, Consumer<String> leftOut)
      throws IOException {
    List<Original> originals = originals(from, size, leftOut);
    List<Row> rows = new ArrayList<>();
    for (Original original : originals) {
      rows.add(new Row(shown(original.image, original.name), new ArrayList<>()));
    }

    Files.createDirectories(out);
    Path making = Files.createTempDirectory(out, ".making");
    try (Batches batches = generator.flow(stack(originals), flow.saveToDir(making))) {
      for (int i = 0; i < count; i++) {
        batches.next();
        Path made = theOnlyFile(making);
        String name = String.valueOf(made.getFileName());
        Image image = ImageReader.read(made);
        rows.get(index(name)).augmented().add(shown(image, name));
        Files.move(made, out.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      deleteFolder(making);
    }

    Path page = out.resolve("preview.html");
    String title = "Augmented: " + from.getFileName();
    Files.writeString(page, new ContactSheet(title, settings(), rows).html());
    return page;
  }

  private record Original(String name, Image image) {}

  private List<Original> originals(Path from, @Nullable ImageSize size, Consumer<String> leftOut)
      throws IOException {
    if (!Files.isDirectory(from)) {
      return List.of(original(from, size));
    }
    List<Original> originals = new ArrayList<>();
    for (Path file : spread(PictureFiles.below(from), count)) {
      try {
        originals.add(original(file, size == null ? FOLDER_SIZE : size));
      } catch (UnreadableImageException e) {
        leftOut.accept(e.getMessage());
      }
    }
    if (originals.isEmpty()) {
      throw new IOException("there are no pictures in " + from);
    }
    return originals;
  }

  /** Up to so many of them, at even distances, the first included. */
  private static List<Path> spread(List<Path> all, int count) {
    if (all.size() <= count) {
      return all;
    }
    List<Path> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(all.get((int) ((long) i * all.size() / count)));
    }
    return some;
  }

  private static Original original(Path file, @Nullable ImageSize size) throws IOException {
    Image image = ImageReader.read(file, DecodeOptions.asKeras());
    return new Original(
        String.valueOf(file.getFileName()),
        size == null ? image : Resize.resize(image, size, Interpolation.NEAREST));
  }

  /** Keras's {@code np.stack([img_to_array(picture), ...])}. */
  private static Tensor stack(List<Original> pictures) {
    ImageSize size = pictures.get(0).image.size();
    Tensor x = Tensor.zeros(Shape.of(pictures.size(), size.height(), size.width(), 3));
    int at = 0;
    for (Original picture : pictures) {
      for (byte sample : picture.image.data()) {
        x.data()[at++] = sample & 0xFF;
      }
    }
    return x;
  }

  /** A batch of one has written one file; an older one of the same name must not hide it. */
  private static Path theOnlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow(() -> new IOException("no picture was written"));
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** Which picture a file was made of: Keras's names are {@code PREFIX_INDEX_HASH.FORMAT}. */
  private int index(String name) {
    int begin = flow.saving().prefix().length() + 1;
    return Integer.parseInt(name.substring(begin, name.indexOf('_', begin)));
  }

  private static Picture shown(Image image, String caption) {
    int longest = Math.max(image.height(), image.width());
    Image small = image;
    if (longest > SHOWN) {
      int height = Math.max(1, image.height() * SHOWN / longest);
      int width = Math.max(1, image.width() * SHOWN / longest);
      small = Resize.resize(image, new ImageSize(height, width), Interpolation.BILINEAR);
    }
    return Picture.of(caption, "image/jpeg", ImageWriter.encode(small, ImageFormat.JPEG));
  }

  private String settings() {
    List<String> words = new ArrayList<>();
    words.add("--rotation-range " + Converters.text(generator.rotationRange()));
    words.add("--width-shift-range " + Converters.text(generator.widthShiftRange()));
    words.add("--height-shift-range " + Converters.text(generator.heightShiftRange()));
    words.add("--shear-range " + Converters.text(generator.shearRange()));
    words.add("--zoom-range " + Converters.text(generator.zoomRange()));
    words.add(generator.horizontalFlip() ? "--horizontal-flip" : "--no-horizontal-flip");
    words.add("--fill-mode " + generator.fillMode().name().toLowerCase(Locale.ROOT));
    words.add("--seed " + flow.seed());
    return String.join(" ", words);
  }
}
