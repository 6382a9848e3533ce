package dev.kindling.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeafPicturesTest {

  @TempDir Path folder;

  @Test
  void draw_makesAFolderAKind_withReadablePictures() throws IOException {
    LeafPictures.draw(folder, 1, 2, 1);

    for (String label : LeafPictures.labels()) {
      for (int number = 1; number <= 2; number++) {
        Image leaf =
            ImageReader.read(folder.resolve("%s/%s-%03d.jpg".formatted(label, label, number)));
        assertThat(leaf.width()).isBetween(150, 300);
        assertThat(leaf.height()).isBetween(150, 300);
      }
    }
  }

  @Test
  void draw_sameSeed_samePictures_otherwiseOthers() throws IOException {
    LeafPictures.draw(folder.resolve("a"), 1, 2, 1);
    LeafPictures.draw(folder.resolve("b"), 2, 1, 1);
    LeafPictures.draw(folder.resolve("c"), 1, 2, 2);

    assertThat(folder.resolve("b/oak/oak-002.jpg"))
        .hasSameBinaryContentAs(folder.resolve("a/oak/oak-002.jpg"));
    assertThat(folder.resolve("b/oak")).isDirectoryNotContaining("glob:**oak-001.jpg");
    Set<Integer> different = new HashSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        different.add(ImageReader.read(file).hashCode());
      }
    }
    assertThat(different).hasSize(6 + 6);
  }
}
