package dev.kindling.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Input;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.GoldenFiles;
import dev.kindling.weights.WeightFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Whole models that Keras saved, and what it predicts with them. */
class KerasModelTest {

  private static final GoldenFiles GOLDEN = golden();

  static final List<String> NAMES = new ArrayList<>();

  static {
    GOLDEN.expected().fieldNames().forEachRemaining(NAMES::add);
  }

  @TempDir Path folder;

  private static GoldenFiles golden() {
    try {
      return GoldenFiles.open("models/keras_models.zip");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void kerasModel_predictsTheSame_alsoWrittenAgain(String name) throws IOException {
    JsonNode expected = GOLDEN.expected().get(name);
    List<Tensor> x = tensors(expected.get("x"));
    List<Tensor> y = tensors(expected.get("y"));
    Path again = folder.resolve("again.keras");
    try (Model model = Model.load(GOLDEN.unpack(name, folder))) {
      assertPredicts(model, x, y);
      model.save(again);
      try (Model copy = Model.load(again)) {
        assertThat(copy.toConfig()).isEqualTo(model.toConfig());
        assertPredicts(copy, x, y);
      }
    }
  }

  private static void assertPredicts(Model model, List<Tensor> x, List<Tensor> y) {
    List<Tensor> given = model.engine(EngineOptions.defaults().precision(Precision.F32)).predict(x);
    assertThat(given).hasSameSizeAs(y);
    for (int i = 0; i < y.size(); i++) {
      assertThat(given.get(i).shape()).isEqualTo(y.get(i).shape());
      float most = 1;
      for (float number : y.get(i).data()) {
        most = Math.max(most, Math.abs(number));
      }
      assertThat(given.get(i).data()).containsExactly(y.get(i).data(), within(1e-5f * most));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "shared.keras, is in two models",
    "power.keras, Power 'power': of Keras's operations only",
    "transpose.keras, There is no layer of this kind here. Received: class_name \"Conv2DTranspose\"",
    "any_size.keras, make the model with a fixed input_shape",
  })
  void unknownModel_isRefusedByName(String name, String reason) throws IOException {
    Path file = GOLDEN.unpack(name, folder);
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith(file + " has a model that is not known here: ")
        .hasMessageContaining(reason);
  }

  @Test
  void equalModels_makeEqualFiles_asKerasPacksThem() throws IOException {
    Path one = folder.resolve("one.keras");
    Path two = folder.resolve("two.keras");
    try (Sequential model = new Sequential()) {
      model.add(new Input(3)).add(new Dense(2));
      model.save(one);
      model.save(two);
    }
    assertThat(two).hasSameBinaryContentAs(one);
    try (ZipFile zip = new ZipFile(one.toFile())) {
      assertThat(zip.stream().map(Object::toString))
          .containsExactly("metadata.json", "config.json", "model.weights.h5");
    }
    assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains(".part"));
  }

  @Test
  void otherFiles_areRefusedByName() throws IOException {
    Path text = Files.writeString(folder.resolve("text.keras"), "no model");
    Path empty = Files.write(folder.resolve("empty.keras"), new byte[0]);
    assertThatThrownBy(() -> Model.load(text)).hasMessageContaining("text.keras ");
    assertThatThrownBy(() -> Model.load(empty)).hasMessageContaining("empty.keras ");
    try (Sequential model = new Sequential()) {
      model.add(new Input(3)).add(new Dense(2));
      Path weights = folder.resolve("first_try.h5");
      model.saveWeights(weights);
      assertThatThrownBy(() -> Model.load(weights))
          .hasMessageContaining("has weights of Keras's but no model");
      assertThatThrownBy(() -> model.save(folder.resolve("model.h5")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must end in .keras");
    }
  }

  /** A few bytes of config must not ask for all memory there is. */
  @Test
  void configWithoutItsWeights_getsNoMemory() throws IOException {
    Path file = folder.resolve("huge.keras");
    try (Sequential model = new Sequential()) {
      model.add(new Input(3)).add(new Dense(2));
      model.save(file);
    }
    Path changed =
        withConfig(
            file, text -> text.replace("\"units\":2", "\"units\":900000000").getBytes(UTF_8));
    assertThatThrownBy(() -> Model.load(changed))
        .hasMessageContaining("The layers need more numbers than the file has, 8");
    // Its first bytes would be those of JSON in 32 bits a character.
    Path strange = withConfig(file, text -> new byte[] {0, 0, 0, '{', 'k', 'd', 'r', 'a'});
    assertThatThrownBy(() -> Model.load(strange))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("has a broken config");
  }

  private Path withConfig(Path file, Function<String, byte[]> change) throws IOException {
    Path changed = folder.resolve("changed-" + System.nanoTime() + ".keras");
    try (ZipFile from = new ZipFile(file.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(changed))) {
      for (ZipEntry entry : Collections.list(from.entries())) {
        byte[] bytes = from.getInputStream(entry).readAllBytes();
        to.putNextEntry(new ZipEntry(entry.getName()));
        boolean config = entry.getName().equals("config.json");
        to.write(config ? change.apply(new String(bytes, UTF_8)) : bytes);
      }
    }
    return changed;
  }

  private static List<Tensor> tensors(JsonNode arrays) {
    List<Tensor> tensors = new ArrayList<>();
    for (JsonNode array : requireNonNull(arrays)) {
      Shape shape = Shape.of(Golden.ints(array.get("shape")));
      tensors.add(Tensor.of(shape, Golden.floats(array.get("data"))));
    }
    return tensors;
  }
}
