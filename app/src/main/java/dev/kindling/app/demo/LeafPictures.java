package dev.kindling.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;

/** A folder of pictures of leaves, drawn: one folder a kind. */
public final class LeafPictures {

  private LeafPictures() {}

  /** The names of the kinds: the folders that {@link #draw} writes. */
  public static List<String> labels() {
    List<String> labels = new ArrayList<>();
    for (LeafKind kind : LeafKind.values()) {
      labels.add(kind.label());
    }
    return labels;
  }

  /**
   * Draws pictures into {@code folder/KIND/KIND-001.jpg} and so on; each depends on the seed, its
   * kind and its number alone.
   *
   * @param folder made if it is not there
   * @param first the number of the first picture, from 1
   * @param count how many of each kind
   * @throws IOException if a picture cannot be written
   */
  public static void draw(Path folder, int first, int count, long seed) throws IOException {
    for (LeafKind kind : LeafKind.values()) {
      Path pictures = Files.createDirectories(folder.resolve(kind.label()));
      for (int number = first; number < first + count; number++) {
        Random random = new Random(Objects.hash(seed, kind.label(), number));
        Path file = pictures.resolve("%s-%03d.jpg".formatted(kind.label(), number));
        ImageIO.write(LeafPainter.paint(kind, random), "jpeg", file.toFile());
      }
    }
  }
}
