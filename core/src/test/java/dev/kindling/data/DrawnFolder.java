package dev.kindling.data;

import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Tiny real pictures for tests, each different. */
public final class DrawnFolder {

  private DrawnFolder() {}

  /** A picture of 8 x 8 pixels, decided by the seed. */
  public static Image picture(int seed) {
    byte[] data = new byte[8 * 8 * 3];
    new Random(seed).nextBytes(data);
    return new Image(8, 8, 3, data);
  }

  public static Path draw(Path file, int seed) throws IOException {
    Files.createDirectories(file.getParent());
    ImageWriter.write(picture(seed), file, ImageFormat.PNG);
    return file;
  }

  /** So many pictures {@code 0.png}, {@code 1.png}, ... in a class folder. */
  public static void drawClass(Path folder, int count, int seed) throws IOException {
    for (int i = 0; i < count; i++) {
      draw(folder.resolve(i + ".png"), seed + i);
    }
  }
}
