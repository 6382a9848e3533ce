package dev.kindling.models;

import static dev.kindling.layers.ActivationFunction.RELU;
import static dev.kindling.layers.ActivationFunction.SIGMOID;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.layers.Activation;
import dev.kindling.layers.BatchNormalization;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Dropout;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.layers.MaxPooling2D;
import dev.kindling.models.LoadOptions.FlattenOrder;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.GoldenFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of real Keras: what Keras's model gives, ours gives with its weights. */
class KerasWeightsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "article.weights.h5",
        "article-listed.h5",
        "article-compressed.h5",
        "nested.weights.h5",
        "nested-listed.h5",
        "nested-whole.h5"
      })
  void model_givesWhatKerasGives(String name) throws Exception {
    GoldenFiles golden = GoldenFiles.open("weights/keras_files.zip");
    Path file = golden.unpack(name, folder);
    Tensor x = tensor(golden.expected().path(name).path("x"));
    float[] y = tensor(golden.expected().path(name).path("y")).data();
    for (boolean byName : new boolean[] {false, true}) {
      try (Sequential model = model(name)) {
        List<String> unfit = model.loadWeights(file, new LoadOptions().byName(byName));

        assertThat(unfit).isEmpty();
        assertThat(model.predict(x).data()).containsExactly(y, within(1e-5f));
        for (String again : List.of("again.h5", "again.weights.h5")) {
          model.saveWeights(folder.resolve(again));
          try (Sequential other = model(name)) {
            other.loadWeights(folder.resolve(again));
            assertThat(weights(other)).isEqualTo(weights(model));
          }
        }
      }
    }
  }

  @Test
  void frozenLayers_areListedAsKerasListsThem() throws Exception {
    try (Sequential model = model("nested");
        Sequential other = model("nested")) {
      model.initialize(3);
      for (Sequential each : List.of(model, other)) {
        ((Member.ModelMember) each.layers().get(1)).network().members().get(0).trainable(false);
      }

      model.saveWeights(folder.resolve("frozen.h5"));
      other.loadWeights(folder.resolve("frozen.h5"));

      assertThat(weights(other)).isEqualTo(weights(model));
    }
  }

  @Test
  void flattenedByChannels_isReordered() throws Exception {
    try (Sequential model = new Sequential()) {
      model.add(new Input(2, 3, 2)).add(new Flatten()).add(new Dropout(0.1)).add(new Dense(1));
      Map<String, Tensor> weights = model.getWeights();
      System.arraycopy(
          new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
          0,
          requireNonNull(weights.get("dense/kernel")).data(),
          0,
          12);
      model.setWeights(weights);
      model.saveWeights(folder.resolve("x.h5"));

      model.loadWeights(
          folder.resolve("x.h5"), new LoadOptions().flattenOrder(FlattenOrder.CHANNELS_FIRST));

      assertThat(requireNonNull(model.getWeights().get("dense/kernel")).data())
          .containsExactly(0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11);
    }
  }

  @Test
  void whatDoesNotFit_changesNothing_unlessSkipped() throws Exception {
    try (Sequential article = model("article");
        Sequential nested = model("nested")) {
      Path file = folder.resolve("article.h5");
      article.saveWeights(file);
      Map<String, List<Float>> before = weights(nested);

      assertThatThrownBy(() -> nested.loadWeights(file))
          .hasMessageStartingWith(file + " does not fit the model: the file has 4 layers with")
          .hasMessageContaining("dense_2/kernel has the shape (3, 3, 3, 4) in the file");
      assertThat(weights(nested)).isEqualTo(before);

      assertThat(nested.loadWeights(file, new LoadOptions().skipMismatch(true))).isNotEmpty();
      assertThatThrownBy(() -> article.saveWeights(folder.resolve("x.onnx")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must end in .weights.h5 (Keras 3) or .h5 (every Keras)");
    }
  }

  private static Map<String, List<Float>> weights(Sequential model) {
    Map<String, List<Float>> numbers = new LinkedHashMap<>();
    model
        .getWeights()
        .forEach(
            (name, tensor) -> {
              List<Float> list = new ArrayList<>();
              for (float number : tensor.data()) {
                list.add(number);
              }
              numbers.put(name, list);
            });
    return numbers;
  }

  private static Sequential model(String name) {
    return (name.startsWith("article") ? article() : nested())
        .engine(EngineOptions.defaults().precision(Precision.F32));
  }

  private static Sequential article() {
    Sequential model = new Sequential("article").add(new Input(12, 12, 3));
    for (int filters : new int[] {4, 5}) {
      model.add(new Conv2D(filters, 3));
      model.add(new Activation(RELU));
      model.add(new MaxPooling2D(2));
    }
    model.add(new Flatten());
    model.add(new Dense(6).activation(RELU));
    model.add(new Dropout(0.5));
    return model.add(new Dense(1).activation(SIGMOID));
  }

  private static Sequential nested() {
    Sequential top = new Sequential("top").add(new Input(4));
    top.add(new Dense(3)).add(new BatchNormalization()).add(new Dense(2));
    return new Sequential("whole").add(new Input(4)).add("dense_2", new Dense(4)).add(top);
  }

  private static Tensor tensor(JsonNode json) {
    float[] values = new float[json.path("values").size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(json.path("values").path(i).asText());
    }
    return Tensor.of(Shape.of(Golden.ints(json.path("shape"))), values);
  }
}
