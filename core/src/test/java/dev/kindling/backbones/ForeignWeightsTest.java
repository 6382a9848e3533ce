package dev.kindling.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.image.ImageSize;
import dev.kindling.models.Member;
import dev.kindling.models.Model;
import dev.kindling.onnx.OnnxModel;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.NpzFile;
import dev.kindling.weights.SafetensorsFile;
import dev.kindling.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights are found whatever they are called; those of another network are refused. */
class ForeignWeightsTest {

  private static final ImageSize SMALL = new ImageSize(32, 32);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"vgg.h5", "vgg.weights.h5"})
  void kerasFiles_fitInBothLayouts_blueFirst(String name) throws IOException {
    Path file = folder.resolve(name);
    Map<String, Tensor> saved;
    try (Model model = Vgg.VGG16.outline(SMALL, Pixels.CAFFE).upTo(Outline.FEATURES)) {
      saved = model.initialize(3).getWeights();
      model.saveWeights(file);
    }
    try (Model read = Vgg.VGG16.upTo(Outline.FEATURES, SMALL, file)) {
      read.getWeights()
          .forEach(
              (weight, now) -> {
                float[] then = Objects.requireNonNull(saved.get(weight)).data();
                if (weight.equals("block1_conv1/kernel")) {
                  assertThat(now.data()[0]).isEqualTo(then[18]);
                  assertThat(now.data()[27 + 9]).isEqualTo(then[27 + 9]);
                } else {
                  assertThat(now.data()).isEqualTo(then);
                }
              });
    }
  }

  /** As in Keras's official file of 2016: {@code block1_conv1/block1_conv1_W_1:0}. */
  @Test
  void kerasNamesOf2016_areKnown() throws IOException {
    Outline outline = Vgg.VGG16.outline(SMALL, Pixels.CAFFE);
    Map<String, Tensor> official = new LinkedHashMap<>();
    try (Model model = outline.upTo(Outline.FEATURES)) {
      model
          .kerasArrays()
          .forEach(
              (name, array) -> {
                String layer = name.substring(0, name.indexOf('/'));
                String kind = name.endsWith("kernel") ? "_W_1:0" : "_b_1:0";
                Tensor numbers = Tensor.zeros(array.shape());
                numbers.data()[0] = official.size();
                official.put(layer + "/" + layer + kind, numbers);
              });
    }
    Path file = folder.resolve("official.safetensors");
    SafetensorsFile.write(file, Weights.of(official));

    assertThat(ForeignWeights.read(file).isKeras()).isTrue();
    try (Model read = Vgg.VGG16.upTo(Outline.FEATURES, SMALL, file)) {
      assertThat(Objects.requireNonNull(read.getWeights().get("block5_conv3/bias")).data()[0])
          .isEqualTo(25);
    }
  }

  @Test
  void layersByTheirNames_areFoundInAnyOrder() throws IOException {
    Outline outline = Vgg.VGG16.outline(SMALL, Pixels.CAFFE);
    Map<String, Tensor> kernels = new LinkedHashMap<>();
    try (Model model = outline.upTo(Outline.FEATURES)) {
      List<String> names = new ArrayList<>(model.kerasArrays().keySet());
      Collections.reverse(names);
      for (String name : names) {
        Shape shape = Objects.requireNonNull(model.kerasArrays().get(name)).shape();
        kernels.put(name, Tensor.zeros(shape));
      }
    }
    Objects.requireNonNull(kernels.get("block5_conv3/bias")).data()[0] = 53;
    Path file = folder.resolve("reversed.npz");
    NpzFile.write(file, Weights.of(kernels));

    try (Model read = Vgg.VGG16.upTo(Outline.FEATURES, SMALL, file)) {
      assertThat(Objects.requireNonNull(read.getWeights().get("block5_conv3/bias")).data()[0])
          .isEqualTo(53);
    }
  }

  @Test
  void onnxFiles_fit() throws IOException {
    Path file = folder.resolve("resnet.onnx");
    Outline outline = ResNet.RESNET18.outline(SMALL, Pixels.TORCH);
    try (Model model = outline.upTo(Outline.FEATURES)) {
      Map<String, Tensor> weights = model.initialize(3).getWeights();
      new OnnxModel(model.graph(), model.parameters(), Map.of()).write(file);
      assertSame(ResNet.RESNET18.upTo(Outline.FEATURES, SMALL, file), weights);
    }
  }

  @Test
  void otherNames_areMatchedByOrder() throws IOException {
    Outline outline = ResNet.RESNET18.outline(SMALL, Pixels.TORCH);
    try (Model model = outline.upTo(Outline.FEATURES)) {
      Map<String, Tensor> weights = model.initialize(3).getWeights();
      Map<String, Tensor> renamed = new LinkedHashMap<>();
      torch(weights).forEach((name, tensor) -> renamed.put("module.encoder." + name, tensor));
      renamed.put("module.head.weight", Tensor.zeros(10, 512));
      renamed.put("module.head.bias", Tensor.zeros(10));
      Path file = folder.resolve("other.safetensors");
      SafetensorsFile.write(file, Weights.of(renamed));

      assertSame(ResNet.RESNET18.upTo(Outline.FEATURES, SMALL, file), weights);
      assertSame(ResNet.RESNET18.upTo("layer2.1", SMALL, file), weights);
    }
  }

  private static void assertSame(Model read, Map<String, Tensor> weights) {
    try (read) {
      read.getWeights()
          .forEach(
              (name, now) ->
                  assertThat(now.data())
                      .as(name)
                      .isEqualTo(Objects.requireNonNull(weights.get(name)).data()));
    }
  }

  @Test
  void anotherNetwork_isRefused() throws IOException {
    Path file = folder.resolve("resnet34.safetensors");
    try (Model model = ResNet.RESNET34.outline(SMALL, Pixels.TORCH).upTo(Outline.FEATURES)) {
      SafetensorsFile.write(file, Weights.of(torch(model.getWeights())));
    }

    assertThatThrownBy(() -> ResNet.RESNET18.features(file))
        .hasMessageContaining("not those of resnet18")
        .hasMessageContaining("layer1.2.conv1.weight belongs to another network");
    assertThatThrownBy(() -> ResNet.RESNET50.features(file))
        .hasMessageContaining("layer1.0.conv1.weight is (64, 64, 3, 3), not (64, 64)");
  }

  @Test
  void kerasWeightsOfAnotherNetwork_areRefused() throws IOException {
    Path file = folder.resolve("resnet.h5");
    try (Model model = ResNet.RESNET18.outline(SMALL, Pixels.TORCH).upTo(Outline.FEATURES)) {
      model.saveWeights(file);
    }
    assertThatThrownBy(() -> ResNet.RESNET18.features(file))
        .hasMessageContaining("resnet18 is torchvision's");
  }

  @Test
  void flattenedPictures_areTakenInTorchsOrder() throws IOException {
    Outline outline = Vgg.VGG16.outline(new ImageSize(64, 64), Pixels.TORCH); // 2 x 2 x 512 at last
    try (Model model = outline.upTo("fc1")) {
      Map<String, Tensor> theirs = torch(model.getWeights());
      float[] matrix = Objects.requireNonNull(theirs.get("fc1.weight")).data();
      for (int i = 0; i < matrix.length; i++) {
        matrix[i] = i % 2048;
      }
      theirs.put("fc2.weight", Tensor.zeros(4096, 4096));
      theirs.put("fc2.bias", Tensor.zeros(4096));
      ForeignWeights.of(Weights.of(theirs), ForeignWeights.Source.TORCH)
          .load(model, outline, false);

      float[] ours = Objects.requireNonNull(model.getWeights().get("fc1/kernel")).data();
      int row = 1;
      int column = 0;
      int channel = 7;
      int input = (row * 2 + column) * 512 + channel;
      assertThat(ours[input * 4096 + 5]).isEqualTo(channel * 4 + row * 2 + column);
    }
  }

  @Test
  void freezing_leavesTheLastBlocks() {
    Outline outline = Vgg.VGG16.outline(SMALL, Pixels.CAFFE);
    assertThat(outline.blocks()).containsExactly("block1", "block2", "block3", "block4", "block5");
    try (Model model = outline.upTo("block5_pool")) {
      outline.freezeAllBut(model, 1);
      assertThat(model.layers())
          .filteredOn(Member::trainable)
          .extracting(Member::name)
          .containsExactly("block5_conv1", "block5_conv2", "block5_conv3", "block5_pool");
    }
    assertThatThrownBy(() -> outline.upTo("block6"))
        .hasMessageContaining("block4_pool, block5_pool, ");
  }

  private static Map<String, Tensor> torch(Map<String, Tensor> weights) {
    Map<String, Tensor> torch = new LinkedHashMap<>();
    weights.forEach(
        (name, tensor) -> {
          Shape shape = tensor.shape();
          boolean matrix = shape.rank() == 2;
          Shape there = matrix ? Shape.of(shape.size(1), shape.size(0)) : shape;
          torch.put(ForeignWeights.torchName(name), Tensor.of(there, tensor.data()));
        });
    return torch;
  }
}
