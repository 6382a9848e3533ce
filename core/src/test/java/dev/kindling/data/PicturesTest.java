package dev.kindling.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.image.DecodeOptions;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageSize;
import dev.kindling.image.ImageWriter;
import dev.kindling.image.Interpolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {

  private static final ImageSize SIZE = new ImageSize(8, 8);

  @TempDir Path folder;

  /** Reads the training part, beside a validation part so that it is not divided. */
  private Pictures load(int threads, long budget) throws IOException {
    DrawnFolder.drawClass(folder.resolve("validation/a"), 1, 99);
    ImageFolder opened = ImageFolder.open(folder);
    return Pictures.load(
        opened.files(Part.TRAIN),
        opened.labels(),
        SIZE,
        Interpolation.NEAREST,
        new DecodeOptions(),
        threads,
        budget,
        done -> {});
  }

  @Test
  void damagedFiles_areNamedAndLeftOut() throws IOException {
    DrawnFolder.drawClass(folder.resolve("train/a"), 2, 0);
    DrawnFolder.drawClass(folder.resolve("train/b"), 2, 10);
    Path empty = Files.createFile(folder.resolve("train/a/empty.jpg"));
    Path text = Files.writeString(folder.resolve("train/a/text.jpg"), "no picture at all");
    byte[] jpeg = ImageWriter.encode(DrawnFolder.picture(7), ImageFormat.JPEG);
    Path half =
        Files.write(folder.resolve("train/b/half.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
    Files.write(folder.resolve("train/b/really-a-jpeg.png"), jpeg);

    Pictures pictures = load(2, 1 << 20);

    assertThat(pictures.size()).isEqualTo(5);
    assertThat(pictures.skipped()).extracting(SkippedFile::file).containsExactly(empty, text, half);
    assertThat(pictures.skipped().get(0).reason()).isEqualTo("is empty");
    assertThat(pictures.skipped().get(1).reason()).contains("not a JPEG");
    assertThat(pictures.skipped().get(2).reason()).contains("cut off");
    assertThat(pictures.labels().data()).containsExactly(0, 0, 1, 1, 1);
  }

  @Test
  void pictures_areTheSame_withinAndBeyondTheBudget() throws IOException {
    DrawnFolder.drawClass(folder.resolve("train/a"), 5, 0);
    DrawnFolder.drawClass(folder.resolve("train/b"), 5, 10);
    Pictures none = load(1, 0);
    Pictures some = load(2, 4 * SIZE.pixels() * 3);
    Pictures all = load(8, 1 << 20);
    for (int i = 0; i < 10; i++) {
      assertThat(none.load(i)).isEqualTo(all.load(i)).isEqualTo(some.load(i));
    }
    assertThat(none.load(3)).isEqualTo(DrawnFolder.picture(3));
    assertThat(none.digest()).isEqualTo(all.digest());
  }

  @Test
  void pictureThatVanished_isNamed_unlessItIsKept() throws IOException {
    DrawnFolder.drawClass(folder.resolve("train/a"), 2, 0);
    DrawnFolder.drawClass(folder.resolve("train/b"), 2, 10);
    Pictures some = load(1, SIZE.pixels() * 3);
    Files.delete(folder.resolve("train/a/0.png"));
    Files.delete(folder.resolve("train/a/1.png"));
    assertThat(some.load(0)).isEqualTo(DrawnFolder.picture(0));
    assertThatThrownBy(() -> some.load(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1.png");
  }

  @Test
  void labelsOfManyClasses_areRowsWithASingleOne() throws IOException {
    DrawnFolder.drawClass(folder.resolve("train/a"), 1, 0);
    DrawnFolder.drawClass(folder.resolve("train/b"), 1, 10);
    DrawnFolder.drawClass(folder.resolve("train/c"), 1, 20);
    assertThat(load(1, 0).labels().data()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
  }

  @Test
  void classesWithoutAReadablePicture_areNoClasses() throws IOException {
    DrawnFolder.drawClass(folder.resolve("train/a"), 2, 0);
    Path text = Files.createDirectories(folder.resolve("train/b")).resolve("text.jpg");
    Files.writeString(text, "no picture");
    Pictures pictures = load(1, 0);
    assertThat(pictures.counts()).isEqualTo(Map.of("a", 2, "b", 0));
    assertThatThrownBy(pictures::requireTrainable)
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining("at least two classes")
        .hasMessageContaining("Only 'a' has readable pictures, and 1 file was left out");

    Files.delete(folder.resolve("train/a/0.png"));
    Files.delete(folder.resolve("train/a/1.png"));
    assertThatThrownBy(load(1, 0)::requireTrainable)
        .hasMessageContaining("None of 1 files is a readable picture")
        .hasMessageContaining("text.jpg");
  }

  @Test
  void whatCannotBeOpened_isNamedAndLeftOut() throws IOException, InterruptedException {
    DrawnFolder.drawClass(folder.resolve("train/a"), 1, 0);
    DrawnFolder.drawClass(folder.resolve("train/b"), 1, 10);
    Path link = folder.resolve("train/a/link.jpg");
    Files.createSymbolicLink(link, folder.resolve("nowhere.jpg"));
    Path pipe = folder.resolve("train/b/pipe.jpg");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(load(2, 0).skipped())
        .containsExactly(
            new SkippedFile(link, "is a link to nothing"),
            new SkippedFile(pipe, "is a pipe or a device, not a file"));
  }

  @Test
  void progress_countsEachFile() throws IOException {
    DrawnFolder.drawClass(folder.resolve("train/a"), 3, 0);
    DrawnFolder.drawClass(folder.resolve("validation/a"), 3, 0);
    ImageFolder opened = ImageFolder.open(folder);
    List<Integer> told = new ArrayList<>();
    Pictures.load(
        opened.files(Part.TRAIN),
        opened.labels(),
        SIZE,
        Interpolation.NEAREST,
        new DecodeOptions(),
        2,
        0,
        told::add);
    assertThat(told).containsExactly(1, 2, 3);
  }
}
