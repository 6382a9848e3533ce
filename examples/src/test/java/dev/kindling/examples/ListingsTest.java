package dev.kindling.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.backbones.MobileNetV3;
import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageReader;
import dev.kindling.image.ImageWriter;
import dev.kindling.models.Model;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.NpyFile;
import dev.kindling.weights.SafetensorsFile;
import dev.kindling.weights.WeightFile;
import dev.kindling.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each listing does on a few drawn pictures what the article's does on its photographs. */
class ListingsTest {

  @TempDir private static Path folder;

  private static Path data;

  /** Dark cats and bright dogs, with noise. */
  @BeforeAll
  static void draw() throws IOException {
    data = folder.resolve("data");
    Random random = new Random(1);
    for (String part : List.of("train", "validation")) {
      for (String label : List.of("cats", "dogs")) {
        Path classFolder = Files.createDirectories(data.resolve(part).resolve(label));
        for (int i = 0; i < 8; i++) {
          Path file = classFolder.resolve("%s.%d.jpg".formatted(label, i));
          ImageWriter.write(
              picture(random, label.equals("cats") ? 40 : 170), file, ImageFormat.JPEG);
        }
      }
    }
  }

  private static Image picture(Random random, int brightness) {
    byte[] samples = new byte[40 * 30 * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (brightness + random.nextInt(40));
    }
    return new Image(30, 40, 3, samples);
  }

  @Test
  void preview_writesTwentyVariants() throws IOException {
    Path preview = folder.resolve("preview");

    Preview.main(new String[] {data + "/train/cats/cats.0.jpg", preview.toString()});

    try (Stream<Path> files = Files.list(preview)) {
      List<Path> variants = files.toList();
      assertThat(variants).hasSize(20);
      for (Path variant : variants) {
        assertThat(variant.getFileName().toString()).startsWith("cat_0_").endsWith(".jpeg");
        assertThat(ImageReader.read(variant).width()).isEqualTo(40);
      }
    }
  }

  @Test
  void firstTry_savesItsWeights() throws IOException {
    Path weights = folder.resolve("first_try.h5");

    FirstTry.main(new String[] {data.toString(), weights.toString()});

    assertThat(WeightFile.read(weights).arrays()).hasSize(10);
  }

  @Test
  void features_topAndFineTuning_buildOnEachOther() throws IOException {
    Path bottleneck = folder.resolve("bottleneck");
    Path weights = folder.resolve("drawn.safetensors");
    try (Model network = MobileNetV3.SMALL.features()) {
      SafetensorsFile.write(weights, Weights.of(torchNames(network.initialize(3).getWeights())));
    }
    String backbone = MobileNetV3.SMALL.id();

    BottleneckFeatures.main(
        new String[] {data.toString(), backbone, weights.toString(), bottleneck.toString()});
    TopModel.main(new String[] {bottleneck.toString()});
    FineTuning.main(
        new String[] {data.toString(), backbone, weights.toString(), bottleneck.toString(), "1"});

    assertThat(NpyFile.read(bottleneck.resolve("bottleneck_features_train.npy")).shape())
        .isEqualTo(Shape.of(16, 5, 5, 576));
    assertThat(WeightFile.read(bottleneck.resolve("bottleneck_fc_model.h5")).arrays()).hasSize(4);
    try (Model tuned = Model.load(bottleneck.resolve("fine_tuned.keras"))) {
      assertThat(tuned.outputShape().size(1)).isEqualTo(1);
    }
  }

  private static Map<String, Tensor> torchNames(Map<String, Tensor> weights) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    weights.forEach(
        (name, numbers) ->
            named.put(
                name.replace("/kernel", ".weight")
                    .replace("/gamma", ".weight")
                    .replace("/bias", ".bias")
                    .replace("/beta", ".bias")
                    .replace("/moving_mean", ".running_mean")
                    .replace("/moving_variance", ".running_var"),
                numbers));
    return named;
  }

  @Test
  void firstTry_isWhatTheReadmeShows() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String program = Files.readString(Path.of("src/main/java/dev/kindling/examples/FirstTry.java"));
    String shown =
        program.substring(
            program.indexOf("    Sequential model"),
            program.indexOf("  }\n", program.indexOf("fit(")));

    assertThat(readme).contains(shown.replaceAll("(?m)^ {4}", ""));
  }
}
