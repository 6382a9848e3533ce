package dev.kindling.experiments;

import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Folders of small noisy pictures, each class of one colour: easy to tell apart, quick to learn.
 */
final class ColouredPictures {

  private static final Map<String, int[]> COLOURS =
      Map.of(
          "blue", new int[] {40, 60, 200},
          "green", new int[] {50, 190, 60},
          "grey", new int[] {128, 128, 128},
          "red", new int[] {200, 50, 40});

  private ColouredPictures() {}

  /** Draws pictures of a class into a folder of its name. */
  static void draw(Path folder, String colour, int pictures, int seed) throws IOException {
    Path classFolder = Files.createDirectories(folder.resolve(colour));
    Random random = new Random(seed * 31L + colour.hashCode());
    for (int i = 0; i < pictures; i++) {
      ImageWriter.write(picture(colour, random), classFolder.resolve(i + ".png"), ImageFormat.PNG);
    }
  }

  /** Draws pictures of three classes to learn from, and a few to measure by. */
  static void drawParts(Path data) throws IOException {
    for (String colour : List.of("blue", "green", "red")) {
      draw(data.resolve("train"), colour, 8, 1);
      draw(data.resolve("validation"), colour, 3, 2);
    }
  }

  private static Image picture(String colour, Random random) {
    int[] rgb = Objects.requireNonNull(COLOURS.get(colour));
    int height = 20 + random.nextInt(20);
    int width = 20 + random.nextInt(20);
    byte[] data = new byte[height * width * 3];
    for (int i = 0; i < data.length; i++) {
      int value = rgb[i % 3] + (int) (random.nextGaussian() * 40);
      data[i] = (byte) Math.max(0, Math.min(255, value));
    }
    return new Image(height, width, 3, data);
  }
}
