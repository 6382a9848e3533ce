package dev.kindling.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.losses.CategoricalCrossentropy;
import dev.kindling.losses.Loss;
import dev.kindling.metrics.Accuracy;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.optimizers.SGD;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short training, step by step, against the same one in Keras from the same initial weights. */
class KerasTrainingTest {

  private static final JsonNode GOLDEN = Golden.json("models/training.json");

  /** For losses, weights and scores of about 1; on AVX-512 a fifth of this was seen. */
  private static final double BOUND = 1e-6;

  @ParameterizedTest
  @ValueSource(strings = {"rmsprop", "sgd", "scores"})
  void training_goesAsInKeras(String name) {
    JsonNode golden = GOLDEN.get(name);
    Tensor x = tensor(golden.get("x"));
    Tensor y = tensor(golden.get("y"));
    try (Sequential model =
        Sequential.fromConfig(golden.get("config"), weights(golden.get("initial")))) {
      model.engine(EngineOptions.defaults().precision(Precision.F32));
      assertClose("before", model.predict(x), golden.get("predicted_before"));

      model.compile(optimizer(golden.get("optimizer")), loss(golden), new Accuracy());
      int step = 0;
      Batches batches = new ArrayBatches(x, y, 8);
      for (JsonNode expected : golden.get("steps")) {
        Batch batch = batches.next();
        Scores scores = model.trainOnBatch(batch.x(), Objects.requireNonNull(batch.y()));
        assertThat(scores.loss()).isCloseTo(expected.get("loss").doubleValue(), within(BOUND));
        assertThat(scores.accuracy())
            .isCloseTo(expected.get("accuracy").doubleValue(), within(1e-6));
        if (step++ == 0) {
          assertClose(model.getWeights(), weights(golden.get("after_one")));
        }
      }
      assertClose(model.getWeights(), weights(golden.get("after_all")));
      assertClose("after", model.predict(x), golden.get("predicted_after"));

      Scores evaluated = model.evaluate(new ArrayBatches(x, y, 8));
      assertThat(evaluated.loss())
          .isCloseTo(golden.get("evaluated").get(0).doubleValue(), within(BOUND));
      assertThat(evaluated.accuracy())
          .isCloseTo(golden.get("evaluated").get(1).doubleValue(), within(1e-6));
    }
  }

  private static void assertClose(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) ->
            assertThat(Networks.numbers(actual, name))
                .as(name)
                .containsExactly(tensor.data(), within((float) BOUND)));
  }

  private static void assertClose(String what, Tensor actual, JsonNode expected) {
    assertThat(actual.data())
        .as(what)
        .containsExactly(Golden.floats(expected), within((float) BOUND));
  }

  private static Optimizer optimizer(JsonNode json) {
    double rate = json.get("learning_rate").doubleValue();
    return json.get("kind").textValue().equals("RMSprop")
        ? new RMSprop().learningRate(rate)
        : new SGD().learningRate(rate).momentum(json.get("momentum").doubleValue());
  }

  private static Loss loss(JsonNode golden) {
    return golden.get("loss").textValue().startsWith("binary")
        ? new BinaryCrossentropy()
        : new CategoricalCrossentropy();
  }

  private static Map<String, Tensor> weights(JsonNode json) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    json.properties().forEach(w -> weights.put(w.getKey(), inGraphOrder(tensor(w.getValue()))));
    return weights;
  }

  private static Tensor tensor(JsonNode json) {
    return Tensor.of(Shape.of(Golden.ints(json.get("shape"))), Golden.floats(json.get("data")));
  }

  /** Keras's kernels are (height, width, channels, filters). */
  private static Tensor inGraphOrder(Tensor keras) {
    if (keras.shape().rank() != 4) {
      return keras;
    }
    int[] size = keras.shape().toArray();
    Tensor kernel = Tensor.zeros(size[3], size[2], size[0], size[1]);
    int i = 0;
    for (int f = 0; f < size[3]; f++) {
      for (int c = 0; c < size[2]; c++) {
        for (int h = 0; h < size[0]; h++) {
          for (int w = 0; w < size[1]; w++) {
            int from = ((h * size[1] + w) * size[2] + c) * size[3] + f;
            kernel.data()[i++] = keras.data()[from];
          }
        }
      }
    }
    return kernel;
  }
}
