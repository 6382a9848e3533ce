package dev.kindling.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"validation", "val", "valid"})
  void parts_areFoundByTheirNames(String validation) throws IOException {
    DrawnFolder.drawClass(folder.resolve("train/cats"), 3, 0);
    DrawnFolder.drawClass(folder.resolve("train/dogs/deep/er"), 2, 10);
    DrawnFolder.drawClass(folder.resolve(validation).resolve("cats"), 1, 20);
    DrawnFolder.drawClass(folder.resolve(validation).resolve("dogs"), 1, 30);
    DrawnFolder.drawClass(folder.resolve("test/dogs"), 4, 40);

    ImageFolder opened = ImageFolder.open(folder);

    assertThat(opened.labels()).containsExactly("cats", "dogs");
    assertThat(opened.counts(Part.TRAIN)).isEqualTo(Map.of("cats", 3, "dogs", 2));
    assertThat(opened.counts(Part.VALIDATION)).isEqualTo(Map.of("cats", 1, "dogs", 1));
    assertThat(opened.counts(Part.TEST)).isEqualTo(Map.of("cats", 0, "dogs", 4));
    assertThat(opened.files(Part.TRAIN).get(3))
        .isEqualTo(new LabelledFile(folder.resolve("train/dogs/deep/er/0.png"), "dogs"));
  }

  @Test
  void classes_haveKerassOrder_byCodePoints() throws IOException {
    // U+FF41 comes before U+1F408 by code points, after it by UTF-16 units.
    List<String> names = List.of("10", "2", "B", "a", "狗", "猫", "ａ", "🐈");
    for (String name : names) {
      DrawnFolder.drawClass(folder.resolve(name), 2, name.hashCode());
    }
    assertThat(ImageFolder.open(folder).labels()).containsExactlyElementsOf(names);
  }

  @Test
  void plainFolder_isDividedByContent_whateverTheNames() throws IOException {
    DrawnFolder.drawClass(folder.resolve("a"), 20, 0);
    DrawnFolder.drawClass(folder.resolve("b"), 20, 100);
    ImageFolder before = ImageFolder.open(folder);
    assertThat(before.counts(Part.TRAIN)).isEqualTo(Map.of("a", 16, "b", 16));
    assertThat(before.counts(Part.VALIDATION)).isEqualTo(Map.of("a", 4, "b", 4));

    Path moved = before.files(Part.VALIDATION).get(0).file();
    Path to = folder.resolve("a/elsewhere/zzz.png");
    Files.createDirectories(to.getParent());
    Files.move(moved, to);

    assertThat(ImageFolder.open(folder).files(Part.VALIDATION))
        .contains(new LabelledFile(to, "a"))
        .hasSize(8);
  }

  @Test
  void addingPictures_movesFewOldOnes() throws IOException {
    DrawnFolder.drawClass(folder.resolve("a"), 50, 0);
    DrawnFolder.drawClass(folder.resolve("b"), 2, 1000);
    List<LabelledFile> before = ImageFolder.open(folder).files(Part.VALIDATION);
    DrawnFolder.draw(folder.resolve("a/new.png"), 5000);

    List<LabelledFile> after = ImageFolder.open(folder).files(Part.VALIDATION);

    assertThat(before.stream().filter(file -> !after.contains(file)).count())
        .isLessThanOrEqualTo(1);
  }

  @Test
  void copiesOfAPicture_areOnTheSameSide() throws IOException {
    for (int i = 0; i < 10; i++) {
      DrawnFolder.draw(folder.resolve("a/one" + i + ".png"), i / 2);
      DrawnFolder.draw(folder.resolve("b/one" + i + ".png"), 100 + i);
    }
    ImageFolder opened = ImageFolder.open(folder);
    List<String> training = hashes(opened, Part.TRAIN);
    assertThat(hashes(opened, Part.VALIDATION)).isNotEmpty().doesNotContainAnyElementsOf(training);
  }

  private static List<String> hashes(ImageFolder folder, Part part) throws IOException {
    List<String> hashes = new ArrayList<>();
    for (LabelledFile file : folder.files(part)) {
      hashes.add(ContentHash.of(file.file()));
    }
    return hashes;
  }

  @Test
  void leftovers_areIgnoredQuietly() throws IOException {
    DrawnFolder.drawClass(folder.resolve("train/a"), 2, 0);
    DrawnFolder.drawClass(folder.resolve("train/b"), 2, 10);
    DrawnFolder.drawClass(folder.resolve("validation/a"), 1, 20);
    DrawnFolder.drawClass(folder.resolve("validation/b"), 1, 30);
    DrawnFolder.drawClass(folder.resolve("train/.ipynb_checkpoints"), 2, 40);
    DrawnFolder.drawClass(folder.resolve("train/a/__MACOSX"), 2, 50);
    Files.createDirectories(folder.resolve("train/empty/also"));
    for (String name : List.of(".DS_Store", "Thumbs.db", "a/.hidden.png", "a/desktop.ini")) {
      Files.writeString(folder.resolve("train").resolve(name), "x");
    }
    ImageFolder opened = ImageFolder.open(folder);
    assertThat(opened.labels()).containsExactly("a", "b");
    assertThat(opened.files(Part.TRAIN)).hasSize(4);
    assertThat(opened.notices()).isEmpty();
  }

  @Test
  void classesThatDiffer_areTold_andShiftNothing() throws IOException {
    DrawnFolder.drawClass(folder.resolve("train/a"), 1, 0);
    DrawnFolder.drawClass(folder.resolve("train/b"), 1, 1);
    DrawnFolder.drawClass(folder.resolve("train/c"), 1, 2);
    DrawnFolder.drawClass(folder.resolve("val/aa"), 2, 3);
    DrawnFolder.drawClass(folder.resolve("val/b"), 1, 5);
    DrawnFolder.drawClass(folder.resolve("val/c"), 1, 6);

    ImageFolder opened = ImageFolder.open(folder);

    assertThat(opened.labels()).containsExactly("a", "b", "c");
    assertThat(opened.files(Part.VALIDATION))
        .extracting(LabelledFile::label)
        .containsExactly("b", "c");
    assertThat(opened.notices())
        .containsExactly(
            "The class 'a' has no files in the validation part.",
            "The class 'aa' is in the validation part but not in the training part: its 2 files are"
                + " left out.");
  }

  @Test
  void linksInACircle_end() throws IOException {
    DrawnFolder.drawClass(folder.resolve("a"), 2, 0);
    DrawnFolder.drawClass(folder.resolve("b"), 2, 10);
    Files.createSymbolicLink(folder.resolve("a/again"), folder.resolve("a"));
    assertThat(ImageFolder.open(folder).counts(Part.TRAIN)).containsEntry("a", 1);
  }

  @Test
  void errors_sayWhatIsWanted() throws IOException {
    assertThatThrownBy(() -> ImageFolder.open(folder.resolve("nowhere")))
        .hasMessageContaining("There is no folder")
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> ImageFolder.open(folder)).hasMessageContaining("has no pictures");

    DrawnFolder.draw(folder.resolve("loose.png"), 1);
    assertThatThrownBy(() -> ImageFolder.open(folder.resolve("loose.png")))
        .hasMessageContaining("is a file");
    assertThatThrownBy(() -> ImageFolder.open(folder)).hasMessageContaining("no class folders");

    DrawnFolder.drawClass(folder.resolve("cats"), 3, 0);
    ImageFolder single = ImageFolder.open(folder);
    assertThatThrownBy(single::requireTrainable)
        .hasMessageContaining("at least two classes")
        .hasMessageContaining("'cats'");
    assertThat(single.notices().get(0)).contains("loose.png");
  }

  @Test
  void testPartAlone_isNoTrainingData() throws IOException {
    DrawnFolder.drawClass(folder.resolve("test/a"), 1, 0);
    DrawnFolder.drawClass(folder.resolve("test/b"), 1, 1);
    ImageFolder opened = ImageFolder.open(folder);
    assertThat(opened.has(Part.TEST)).isTrue();
    assertThatThrownBy(opened::requireTrainable).hasMessageContaining("no training part");
  }
}
