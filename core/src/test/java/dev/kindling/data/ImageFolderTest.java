package dev.kindling.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.files.ContentHash;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
      hashes.add(ContentHash.of(Files.readAllBytes(file.file())));
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
  void whatIsNoPicture_countsForNothing_whenFilesAreDivided() throws IOException {
    DrawnFolder.drawClass(folder.resolve("a"), 10, 0);
    DrawnFolder.drawClass(folder.resolve("b"), 2, 100);
    List<LabelledFile> before = ImageFolder.open(folder).files(Part.VALIDATION);
    byte[] jpeg = ImageWriter.encode(DrawnFolder.picture(7), ImageFormat.JPEG);
    for (int i = 0; i < 20; i++) {
      Files.writeString(folder.resolve("a/" + i + ".txt"), "no picture " + i);
      Files.write(folder.resolve("a/half" + i + ".jpg"), Arrays.copyOf(jpeg, jpeg.length / 2 + i));
    }
    Files.createFile(folder.resolve("b/empty.jpg"));
    Files.createSymbolicLink(folder.resolve("b/link.jpg"), folder.resolve("nowhere.jpg"));

    ImageFolder opened = ImageFolder.open(folder);

    assertThat(before).hasSize(3);
    assertThat(opened.files(Part.VALIDATION)).isEqualTo(before);
    assertThat(opened.counts(Part.TRAIN)).isEqualTo(Map.of("a", 48, "b", 3));
  }

  @Test
  void classWithoutASecondPicture_isTold_andNotValidated() throws IOException {
    DrawnFolder.drawClass(folder.resolve("a"), 1, 0);
    DrawnFolder.drawClass(folder.resolve("b"), 2, 100);
    ImageFolder opened = ImageFolder.open(folder);
    assertThat(opened.counts(Part.VALIDATION)).isEqualTo(Map.of("a", 0, "b", 1));
    assertThat(opened.notices().get(0)).contains("'a' has too few");
  }

  @Test
  void classNamedTrain_isAClass_amongOthers() throws IOException {
    DrawnFolder.drawClass(folder.resolve("car"), 2, 0);
    DrawnFolder.drawClass(folder.resolve("plane"), 2, 10);
    DrawnFolder.drawClass(folder.resolve("train"), 2, 20);
    assertThat(ImageFolder.open(folder).labels()).containsExactly("car", "plane", "train");
  }

  @Test
  void foldersBesideTheParts_areTold() throws IOException {
    DrawnFolder.drawClass(folder.resolve("train/a"), 2, 0);
    DrawnFolder.drawClass(folder.resolve("train/b"), 2, 10);
    DrawnFolder.drawClass(folder.resolve("val/a"), 1, 20);
    DrawnFolder.drawClass(folder.resolve("val/b"), 1, 30);
    DrawnFolder.drawClass(folder.resolve("older/c"), 1, 40);
    ImageFolder opened = ImageFolder.open(folder);
    assertThat(opened.labels()).containsExactly("a", "b");
    assertThat(opened.notices()).singleElement().asString().contains("no part").contains("older");
  }

  @Test
  void emptyValidationPart_isAsNone() throws IOException {
    DrawnFolder.drawClass(folder.resolve("train/a"), 5, 0);
    DrawnFolder.drawClass(folder.resolve("train/b"), 5, 10);
    Files.createDirectories(folder.resolve("validation/a"));
    assertThat(ImageFolder.open(folder).files(Part.VALIDATION)).hasSize(2);
  }

  @Test
  void filesOfAClass_haveKerassOrder_folderAfterFolder() throws IOException {
    for (String file : List.of("b.png", "a/q/z.png", "a.png", "a-1/y.png", "a/x.png")) {
      DrawnFolder.draw(folder.resolve("train/one").resolve(file), file.hashCode());
    }
    DrawnFolder.drawClass(folder.resolve("validation/one"), 1, 1);
    Path root = folder.resolve("train/one");
    assertThat(ImageFolder.open(folder).files(Part.TRAIN))
        .extracting(file -> root.relativize(file.file()).toString())
        .containsExactly("a.png", "b.png", "a/x.png", "a-1/y.png", "a/q/z.png");
  }

  @Test
  void linksInACircle_end() throws IOException {
    DrawnFolder.drawClass(folder.resolve("a"), 2, 0);
    DrawnFolder.drawClass(folder.resolve("b"), 2, 10);
    Files.createSymbolicLink(folder.resolve("a/again"), folder.resolve("a"));
    Files.createSymbolicLink(folder.resolve("b/up"), folder);
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
