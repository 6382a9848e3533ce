package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.app.demo.LeafPictures;
import dev.kindling.data.Batches;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewCommandTest {

  @TempDir Path folder;
  private Path leaves;
  private Path leaf;

  @BeforeEach
  void drawLeaves() throws IOException {
    leaves = folder.resolve("leaves");
    LeafPictures.draw(leaves, 1, 3, 1);
    leaf = leaves.resolve("oak/oak-001.jpg");
  }

  @Test
  void picture_givesTheFilesOfFlow() throws IOException {
    Run run =
        Run.of(
            "preview",
            leaf,
            "--out",
            folder.resolve("out"),
            "--count",
            4,
            "--seed",
            9,
            "--prefix",
            "leaf",
            "--format",
            "png",
            "--rotation-range",
            30,
            "--width-shift-range",
            8,
            "--zoom-range",
            "0.9,1.1",
            "--horizontal-flip");

    assertThat(run.status()).as(run.err()).isZero();
    Path expected = folder.resolve("expected");
    ImageDataGenerator generator =
        new ImageDataGenerator()
            .rotationRange(30)
            .widthShiftRange(8)
            .zoomRange(0.9, 1.1)
            .horizontalFlip(true);
    FlowOptions flow =
        new FlowOptions().batchSize(1).seed(9).saveToDir(expected).savePrefix("leaf");
    try (Batches batches = generator.flow(array(leaf), flow)) {
      for (int i = 0; i < 4; i++) {
        batches.next();
      }
    }
    assertThat(names(expected)).hasSize(4);
    for (String name : names(expected)) {
      assertThat(folder.resolve("out").resolve(name))
          .hasSameBinaryContentAs(expected.resolve(name));
    }
    assertThat(names(folder.resolve("out"))).hasSize(5).contains("preview.html");
  }

  @Test
  void transparentPixels_keepTheirColour_asInKeras() throws IOException {
    Path half = folder.resolve("half.png");
    BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 0xFF0000FF);
    picture.setRGB(1, 0, 0x00FF0000); // red, though nothing of it is seen
    ImageIO.write(picture, "png", half.toFile());

    Run run =
        Run.of(
            "preview",
            half,
            "--out",
            folder.resolve("out"),
            "--count",
            1,
            "--format",
            "png",
            "--rotation-range",
            0,
            "--width-shift-range",
            0,
            "--height-shift-range",
            0,
            "--shear-range",
            0,
            "--zoom-range",
            0,
            "--no-horizontal-flip");

    assertThat(run.status()).as(run.err()).isZero();
    Path made = folder.resolve("out").resolve(names(folder.resolve("out")).get(0));
    assertThat(ImageReader.read(made).data()).startsWith(0, 0, 255, 255, 0, 0, 0, 0, 0);
  }

  @Test
  void withoutOptions_thereAre21Jpegs_asInTheArticle() throws IOException {
    Path out = folder.resolve("out");

    Run run = Run.of("preview", leaf, "--out", out);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("21 pictures").contains("preview.html");
    assertThat(names(out).stream().filter(name -> name.endsWith(".jpeg"))).hasSize(21);
    assertThat(Files.readString(out.resolve("preview.html")))
        .contains("--rotation-range 40")
        .contains("--shear-range 11.4592");
  }

  @Test
  void page_holdsOriginalAndVariants_andNeedsNoOtherFile() throws IOException {
    Path out = folder.resolve("out");

    Run.of("preview", leaf, "--out", out, "--count", 3);

    String page = Files.readString(out.resolve("preview.html"));
    assertThat(page.split("data:image/jpeg;base64,", -1)).hasSize(1 + 1 + 3);
    assertThat(page).contains("oak-001.jpg").doesNotContain("src=\"http").doesNotContain("<script");
  }

  @Test
  void folderOfClasses_hasARowForEach_withTheChangesInWords() throws IOException {
    Path out = folder.resolve("out");

    Run run = Run.of("preview", leaves, "--out", out, "--image-size", "60x40");

    assertThat(run.status()).as(run.err()).isZero();
    List<String> pictures = names(out).stream().filter(name -> name.endsWith(".jpeg")).toList();
    assertThat(pictures).hasSize(3 * 6);
    for (String name : pictures) {
      Image image = ImageReader.read(out.resolve(name));
      assertThat(image.width()).isEqualTo(60);
      assertThat(image.height()).isEqualTo(40);
    }
    String page = Files.readString(out.resolve("preview.html"));
    assertThat(page)
        .containsSubsequence(
            "<h2>birch</h2>", "birch-001.jpg", "<h2>maple</h2>", "maple-001.jpg", "<h2>oak</h2>")
        .containsPattern("turned -?[0-9.]+°, moved");
    assertThat(page.split("<figure class=\"made\"", -1)).hasSize(1 + 18);
  }

  @Test
  void folderWithATrainPart_showsItsClasses() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.move(leaves, data.resolve("train"));

    Run run = Run.of("preview", data, "--out", folder.resolve("out"), "--count", 3);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readString(folder.resolve("out/preview.html")))
        .contains("<h2>birch</h2>", "<h2>maple</h2>", "<h2>oak</h2>");
  }

  @Test
  void preset_isShown() throws IOException {
    Path out = folder.resolve("out");

    Run run = Run.of("preview", leaves, "--augment", "strong", "--out", out, "--seed", 3);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readString(out.resolve("preview.html")))
        .contains("--augment strong --seed 3")
        .containsPattern("crop of [0-9]+ x [0-9]+ pixels")
        .contains("show less than half of their original");
  }

  @Test
  void presetBesideKerasOptions_isWrongUse() {
    Run run =
        Run.of("preview", leaf, "--augment", "light", "--rotation-range", 4, "--out", "never");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--augment light");
  }

  @Test
  void valuesThatLeaveTheRangeOfPictures_areNoted() throws IOException {
    Path out = folder.resolve("out");

    Run run = Run.of("preview", leaf, "--samplewise-std-normalization", "--out", out);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readString(out.resolve("preview.html")))
        .contains("Values leave the range of pictures");
  }

  @Test
  void everyOption_isTaken() throws IOException {
    Path out = folder.resolve("out");

    Run run =
        Run.of(
            "preview",
            leaves,
            "--out",
            out,
            "--image-size",
            16,
            "--brightness-range",
            "0.5,1.5",
            "--channel-shift-range",
            20,
            "--vertical-flip",
            "--interpolation-order",
            0,
            "--featurewise-center",
            "--featurewise-std-normalization",
            "--samplewise-center",
            "--zca-whitening",
            "--zca-epsilon",
            1e-3);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readString(out.resolve("preview.html")))
        .contains("--brightness-range 0.5,1.5", "--channel-shift-range 20", "--vertical-flip")
        .contains("brightness x ");
  }

  @Test
  void folder_filesThatAreNoPictures_areNamedAndLeftOut() throws IOException {
    Files.writeString(leaves.resolve("oak/a-notes.txt"), "oaks by the river");

    Run run = Run.of("preview", leaves, "--out", folder.resolve("out"), "--count", 12);

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("Left out").contains("a-notes.txt");
  }

  @Test
  void folder_withoutPictures_fails() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    Run run = Run.of("preview", empty, "--out", folder.resolve("out"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no pictures in " + empty);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void missingPicture_fails() {
    Run run = Run.of("preview", folder.resolve("none.jpg"), "--out", folder.resolve("out"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo("kindling preview: there is no " + folder.resolve("none.jpg"));
  }

  @Test
  void outThatIsAFile_fails() throws IOException {
    Path out = Files.writeString(folder.resolve("out"), "in the way");

    Run run = Run.of("preview", leaf, "--out", out);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(out.toString());
  }

  @Test
  void valueOutOfRange_isWrongUse() {
    for (List<String> option :
        List.of(
            List.of("--count", "0"),
            List.of("--rotation-range", "-4"),
            List.of("--seed", "-1"),
            List.of("--threads", "0"),
            List.of("--image-size", "0"),
            List.of("--fill-mode", "mirror"),
            List.of("--format", "gif"))) {
      Run run =
          Run.of("preview", leaf, "--out", folder.resolve("out"), option.get(0), option.get(1));

      assertThat(run.status()).as(option.toString()).isEqualTo(2);
      assertThat(run.err()).as(option.toString()).contains(option.get(1));
    }
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private static Tensor array(Path picture) throws IOException {
    Image image = ImageReader.read(picture);
    Tensor x = Tensor.zeros(Shape.of(1, image.height(), image.width(), 3));
    for (int i = 0; i < image.data().length; i++) {
      x.data()[i] = image.data()[i] & 0xFF;
    }
    return x;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
