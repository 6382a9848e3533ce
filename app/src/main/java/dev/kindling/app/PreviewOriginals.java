package dev.kindling.app;

import dev.kindling.data.PictureFiles;
import dev.kindling.data.PictureSource;
import dev.kindling.image.DecodeOptions;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.image.Resize;
import dev.kindling.image.UnreadableImageException;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pictures that a preview changes, read as Keras reads them: one; or of a folder, the first of
 * each class, or some if it has no class folders.
 *
 * @param pictures all of one size
 * @param ofClasses whether they stand for classes
 */
record PreviewOriginals(List<Original> pictures, boolean ofClasses) implements PictureSource {

  /** The size to which the pictures of a folder are brought, as they need one in common. */
  static final ImageSize FOLDER_SIZE = new ImageSize(150, 150);

  /**
   * A picture.
   *
   * @param label its class, or nothing
   * @param name the name of its file
   */
  record Original(String label, String name, Image image) {}

  /**
   * The pictures of a path.
   *
   * @param from a picture, or a folder
   * @param size the size to bring them to; null for a picture's own
   * @param most how many of a folder without class folders
   * @param leftOut hears of each file of a folder that is no picture
   * @throws IOException if there are none
   */
  static PreviewOriginals of(
      Path from, @Nullable ImageSize size, int most, Consumer<String> leftOut) throws IOException {
    if (!Files.isDirectory(from)) {
      return new PreviewOriginals(List.of(original("", from, size)), false);
    }
    ImageSize common = size == null ? FOLDER_SIZE : size;
    Map<String, List<Path>> classes = classes(from);
    boolean ofClasses = !classes.containsKey("");
    List<Original> originals = new ArrayList<>();
    for (Map.Entry<String, List<Path>> each : classes.entrySet()) {
      int wanted = ofClasses ? 1 : most;
      List<Path> candidates = ofClasses ? each.getValue() : spread(each.getValue(), most);
      for (Path file : candidates) {
        if (wanted > 0) {
          try {
            originals.add(original(each.getKey(), file, common));
            wanted--;
          } catch (UnreadableImageException e) {
            leftOut.accept(e.getMessage());
          }
        }
      }
    }
    if (originals.isEmpty()) {
      throw new IOException("there are no pictures in " + from);
    }
    return new PreviewOriginals(originals, ofClasses);
  }

  /** Files by the class folder they lie in; if some lie in none, all of them under no name. */
  private static Map<String, List<Path>> classes(Path from) throws IOException {
    Path training = from.resolve("train");
    Path root = Files.isDirectory(training) ? training : from;
    Map<String, List<Path>> classes = new LinkedHashMap<>();
    List<Path> all = PictureFiles.below(root);
    boolean loose = all.stream().anyMatch(file -> root.equals(file.getParent()));
    for (Path file : all) {
      String label = loose ? "" : root.relativize(file).getName(0).toString();
      classes.computeIfAbsent(label, each -> new ArrayList<>()).add(file);
    }
    return classes;
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

  private static Original original(String label, Path file, @Nullable ImageSize size)
      throws IOException {
    Image image = ImageReader.read(file, DecodeOptions.asKeras());
    return new Original(
        label,
        String.valueOf(file.getFileName()),
        size == null ? image : Resize.resize(image, size, Interpolation.NEAREST));
  }

  /** How many changed pictures show what a preview is to show. */
  int usualCount() {
    return ofClasses ? Preview.COUNT_OF_CLASS * pictures.size() : Preview.COUNT_OF_ONE;
  }

  ImageSize imageSize() {
    return pictures.get(0).image().size();
  }

  /** Keras's {@code np.stack([img_to_array(picture), ...])}. */
  Tensor stack() {
    Tensor x = Tensor.zeros(pictureShape().prepend(pictures.size()));
    int at = 0;
    for (Original picture : pictures) {
      for (byte sample : picture.image().data()) {
        x.data()[at++] = sample & 0xFF;
      }
    }
    return x;
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public Shape pictureShape() {
    return Shape.of(imageSize().height(), imageSize().width(), 3);
  }

  @Override
  public Image load(int index) {
    return pictures.get(index).image();
  }
}
