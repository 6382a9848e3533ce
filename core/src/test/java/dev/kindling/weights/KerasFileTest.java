package dev.kindling.weights;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of real Keras, read for models of the same layers, and written again. */
class KerasFileTest {

  @TempDir Path folder;

  static Stream<String> names() throws IOException {
    return GoldenFiles.open("weights/keras_files.zip").files().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void file_fitsItsModel(String name) throws Exception {
    GoldenFiles golden = GoldenFiles.open("weights/keras_files.zip");
    Path file = golden.unpack(name, folder);
    JsonNode expected = golden.expected().path(name);

    KerasReading byOrder = KerasFile.readFor(layers(expected.path("layers"), null), file);
    KerasReading byName = KerasFile.readByName(layers(expected.path("layers"), null), file);

    assertThat(byOrder.unfit()).isEmpty();
    requireEqual(byOrder, expected.path("weights"));
    assertThat(byName.unfit()).isEmpty();
    requireEqual(byName, expected.path("weights"));
    assertThat(WeightFile.read(file).arrays()).hasSize(expected.path("weights").size());
  }

  @ParameterizedTest
  @MethodSource("names")
  void written_isReadTheSame(String name) throws Exception {
    GoldenFiles golden = GoldenFiles.open("weights/keras_files.zip");
    JsonNode expected = golden.expected().path(name);
    List<KerasLayer> layers = layers(expected.path("layers"), null);
    Map<String, WeightArray> read =
        KerasFile.readFor(layers, golden.unpack(name, folder)).weights();
    List<KerasLayer> filled = layers(expected.path("layers"), read);

    KerasFile.write(folder.resolve("again.weights.h5"), filled);
    KerasFile.writeListed(folder.resolve("again.h5"), filled);

    for (String again : List.of("again.weights.h5", "again.h5")) {
      KerasReading reading = KerasFile.readFor(layers, folder.resolve(again));
      assertThat(reading.unfit()).isEmpty();
      requireEqual(reading, expected.path("weights"));
      assertThat(KerasFile.readByName(layers, folder.resolve(again)).unfit()).isEmpty();
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSize(3);
    }
  }

  @Test
  void whatDoesNotFit_isSaid() throws Exception {
    KerasLayer dense = dense("dense", 3, 2);
    Path file = folder.resolve("x.h5");
    KerasFile.writeListed(file, List.of(dense, dense("out", 2, 1)));
    List<KerasLayer> model =
        List.of(dense("dense", 3, 4), dense("other", 4, 1), dense("last", 1, 1));

    assertThat(KerasFile.readFor(model, file).unfit())
        .containsExactly(
            "the file has 2 layers with weights, the model 3: dense, out against dense, other, last",
            "dense/kernel has the shape (3, 2) in the file; the model's is (3, 4)",
            "dense/bias has the shape (2,) in the file; the model's is (4,)",
            "other/kernel has the shape (2, 1) in the file; the model's is (4, 1)");
    KerasReading byName = KerasFile.readByName(model, file);
    assertThat(byName.unfit())
        .contains("the file has no layer other", "the file has no layer last");
    assertThat(KerasFile.readFor(model, file).weights()).containsOnlyKeys("other/bias");

    Path today = folder.resolve("x.weights.h5");
    KerasFile.write(today, List.of(dense, dense("out", 2, 1), dense("extra", 1, 1)));
    assertThat(KerasFile.readFor(List.of(dense), today).unfit())
        .containsExactlyInAnyOrder(
            "the file has the layer layers/dense_1, the model does not",
            "the file has the layer layers/dense_2, the model does not");
    assertThat(
            KerasFile.readFor(List.of(new KerasLayer("Conv2D", "c", dense.variables())), today)
                .unfit())
        .contains("the layer c has 0 arrays in the file, layers/conv2d; in the model 2");
  }

  @Test
  void manyLongNames_areCutAsKerasDoes() throws Exception {
    List<KerasLayer> layers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      layers.add(dense("a_layer_with_quite_a_long_name".repeat(6) + i, 1, 1));
    }
    Path file = folder.resolve("many.h5");

    KerasFile.writeListed(file, layers);

    assertThat(KerasFile.readFor(layers, file).unfit()).isEmpty();
    assertThat(WeightFile.read(file).arrays()).hasSize(1000);
  }

  /** What jHDF notes at the end of a file must not lie over groups without arrays. */
  @Test
  void layersWithoutArrays_doNoHarm() throws Exception {
    for (int count = 0; count < 40; count++) {
      List<KerasLayer> layers = new ArrayList<>(List.of(dense("dense", 1, 1)));
      for (int i = 0; i < count; i++) {
        layers.add(new KerasLayer("Dropout", "dropout_" + i, List.of()));
      }
      for (String name : List.of("x.h5", "x.weights.h5")) {
        Path file = folder.resolve(name);
        if (name.equals("x.h5")) {
          KerasFile.writeListed(file, layers);
        } else {
          KerasFile.write(file, layers);
        }
        assertThat(KerasFile.readFor(layers, file).unfit()).isEmpty();
      }
    }
  }

  @Test
  void otherHdf5File_isNamed() throws Exception {
    Path file = folder.resolve("x.h5");
    KerasFile.writeListed(file, List.of());

    assertThatThrownBy(() -> WeightFile.read(file))
        .hasMessageStartingWith(file + " is an HDF5 file, but has no weights of Keras's");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 70));
    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith(file + " is a damaged HDF5 file: ");
  }

  private static KerasLayer dense(String name, int features, int units) {
    return new KerasLayer(
        "Dense",
        name,
        List.of(
            new KerasVariable("kernel", true, WeightArray.of(Tensor.zeros(features, units))),
            new KerasVariable("bias", true, WeightArray.of(Tensor.zeros(units)))));
  }

  /** The layers of a model of Keras's, with these weights or zeros. */
  private static List<KerasLayer> layers(
      JsonNode described, @Nullable Map<String, WeightArray> weights) {
    return layers("", described, weights);
  }

  private static List<KerasLayer> layers(
      String prefix, JsonNode described, @Nullable Map<String, WeightArray> weights) {
    List<KerasLayer> layers = new ArrayList<>();
    for (JsonNode layer : described) {
      String name = layer.path("name").asText();
      String path = prefix + name + "/";
      List<KerasVariable> variables = new ArrayList<>();
      for (JsonNode variable : layer.path("variables")) {
        String own = variable.path(0).asText();
        Shape shape = Shape.of(Golden.ints(variable.path(2)));
        WeightArray array =
            weights == null
                ? WeightArray.of(Tensor.zeros(shape))
                : requireNonNull(weights.get(path + own));
        variables.add(new KerasVariable(own, variable.path(1).asBoolean(), array));
      }
      layers.add(
          new KerasLayer(
              layer.path("class").asText(),
              name,
              variables,
              layers(path, layer.path("layers"), weights)));
    }
    return layers;
  }

  private static void requireEqual(KerasReading reading, JsonNode expected) throws IOException {
    assertThat(reading.weights()).hasSize(expected.size());
    for (Map.Entry<String, WeightArray> array : reading.weights().entrySet()) {
      JsonNode numbers = expected.path(array.getKey());
      assertThat(array.getValue().shape().toArray()).isEqualTo(Golden.ints(numbers.path("shape")));
      double[] values = array.getValue().doubles();
      assertThat(values).hasSize(numbers.path("values").size());
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i])
            .isEqualTo(Double.parseDouble(numbers.path("values").path(i).asText()));
      }
    }
  }
}
