package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.backbones.MobileNetV3;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.Part;
import dev.kindling.image.DecodeOptions;
import dev.kindling.image.Image;
import dev.kindling.image.ImageReader;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.image.Resize;
import dev.kindling.models.Model;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.NpyFile;
import dev.kindling.weights.SafetensorsFile;
import dev.kindling.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesCommandTest {

  @TempDir Path folder;

  private Path weights() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Map<String, Tensor> named = new LinkedHashMap<>();
    try (Model model = MobileNetV3.SMALL.features()) {
      model
          .initialize(5)
          .getWeights()
          .forEach(
              (name, numbers) ->
                  named.put(
                      name.replace("/kernel", ".weight")
                          .replace("/gamma", ".weight")
                          .replace("/bias", ".bias")
                          .replace("/beta", ".bias")
                          .replace("/moving_mean", ".running_mean")
                          .replace("/moving_variance", ".running_var"),
                      numbers));
    }
    SafetensorsFile.write(file, Weights.of(named));
    return file;
  }

  @Test
  void features_areWhatTheModelGives_inTheOrderOfTheFolder() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 6);
    Path weights = weights();
    Path out = folder.resolve("out");

    Run run =
        Run.of(
            "features",
            leaves,
            "--backbone",
            "mobilenet-v3-small",
            "--weights",
            weights,
            "--image-size",
            64,
            "--precision",
            "f32",
            "--out",
            out);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("2 x 2 x 576 numbers of each picture");
    ImageFolder read = ImageFolder.open(leaves);
    int count = read.files(Part.TRAIN).size();
    Tensor features = NpyFile.read(out.resolve("bottleneck_features_train.npy")).tensor();
    assertThat(features.shape()).isEqualTo(Shape.of(count, 2, 2, 576));
    ImageSize size = new ImageSize(64, 64);
    Path last = read.files(Part.TRAIN).get(count - 1).file();
    Image image =
        Resize.resize(ImageReader.read(last, new DecodeOptions()), size, Interpolation.BILINEAR);
    float[] pixels = new float[64 * 64 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = image.data()[i] & 0xff;
    }
    try (Model model = MobileNetV3.SMALL.maps(size, weights, null)) {
      float[] expected = model.predict(Tensor.of(Shape.of(1, 64, 64, 3), pixels)).data();
      int length = 2 * 2 * 576;
      assertThat(Arrays.copyOfRange(features.data(), (count - 1) * length, count * length))
          .containsExactly(expected, Offset.offset(1e-3f));
    }
    assertThat(Files.readAllLines(out.resolve("files_train.txt")))
        .hasSize(count)
        .last()
        .isEqualTo(last.toString());
    assertThat(Files.readAllLines(out.resolve("classes.txt")))
        .isEqualTo(List.of("birch", "maple", "oak"));
    assertThat(NpyFile.read(out.resolve("labels_train.npy")).longs())
        .hasSize(count)
        .endsWith(2L)
        .startsWith(0L);
  }

  @Test
  void layerThatThereIsNot_isRefusedWithThoseThatThereAre() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 2);

    Run run =
        Run.of(
            "features",
            leaves,
            "--backbone",
            "mobilenet-v3-small",
            "--weights",
            weights(),
            "--layer",
            "block9",
            "--out",
            folder.resolve("out"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("block9", "features");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
