package dev.kindling.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.graph.Doubles;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Interpreter;
import dev.kindling.layers.Activation;
import dev.kindling.layers.ActivationFunction;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.layers.MaxPooling2D;
import dev.kindling.layers.Padding;
import dev.kindling.losses.CategoricalCrossentropy;
import dev.kindling.optimizers.SGD;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How models are put together and used; how they are trained is TrainerTest. */
class SequentialTest {

  private static final EngineOptions F32 = EngineOptions.defaults().precision(Precision.F32);

  private static Tensor random(int... sizes) {
    Tensor tensor = Tensor.zeros(sizes);
    NumpyRandom random = new NumpyRandom(3);
    for (int i = 0; i < tensor.data().length; i++) {
      tensor.data()[i] = (float) random.uniform(-1, 1);
    }
    return tensor;
  }

  /** What the model's graph means, in double precision. */
  private static Doubles meaning(Sequential model, Tensor x) {
    Graph graph = model.graph();
    Map<String, Doubles> given = new HashMap<>(Map.of(graph.inputs().get(0).name(), Doubles.of(x)));
    model.getWeights().forEach((name, tensor) -> given.put(name, Doubles.of(tensor)));
    return Interpreter.run(graph, given).value(graph.outputs().get(0));
  }

  private static void assertPredicts(Sequential model, Tensor x) {
    Doubles expected = meaning(model, x);
    Tensor predicted = model.engine(F32).predict(x);
    assertThat(predicted.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < predicted.data().length; i++) {
      assertThat((double) predicted.data()[i]).isCloseTo(expected.data()[i], within(2e-6));
    }
  }

  @Test
  void predict_givesWhatTheGraphMeans_forAnyNumberOfSamples() {
    try (Sequential model = Networks.small().initialize(4)) {
      for (int n : new int[] {5, 1, 33, 2}) {
        assertPredicts(model, random(n, 12, 12, 3));
      }
    }
  }

  @Test
  void predict_givesPicturesChannelsLast() {
    try (Sequential model =
        new Sequential()
            .add(new Input(7, 6, 2))
            .add(new Conv2D(3, 3).strides(2).padding(Padding.SAME))
            .add(new Activation(ActivationFunction.SOFTMAX))
            .initialize(1)) {
      Tensor x = random(2, 7, 6, 2);
      assertPredicts(model, x);
      float[] channels = model.predict(x).data();
      assertThat(channels[0] + channels[1] + channels[2]).isCloseTo(1, within(1e-6f));
    }
  }

  @Test
  void predict_takesRows() {
    try (Sequential model = new Sequential().add(new Input(9)).add(new Dense(4)).initialize(2)) {
      assertPredicts(model, random(3, 9));
    }
  }

  @Test
  void predict_onBatchesBeginsWithTheirFirst() {
    try (Sequential model = Networks.small().initialize(4);
        ArrayBatches batches = new ArrayBatches(random(11, 12, 12, 3), null, 4)) {
      float[] all = model.predict(batches).data();
      assertThat(all).hasSize(11);
      batches.next();
      assertThat(model.predict(batches, 2).data()).hasSize(8).containsSequence(all[0], all[1]);
    }
  }

  @Test
  void predict_afterWeightsChangedUsesThem() {
    try (Sequential model = Networks.small().initialize(4)) {
      Tensor x = random(3, 12, 12, 3);
      float[] before = model.predict(x).data();
      Map<String, Tensor> weights = model.getWeights();
      assertThat(model.initialize(5).predict(x).data()).isNotEqualTo(before);
      model.setWeights(weights);
      assertThat(model.predict(x).data()).isEqualTo(before);
    }
  }

  /** Each thread computes some of them, with programs that all have to take the other weights. */
  @Test
  void predict_ofManySamplesAfterWeightsChanged_givesEachItsOwn() {
    Tensor x = random(101, 12, 12, 3);
    EngineOptions engine = F32.threads(3);
    try (Sequential model = Networks.small().initialize(4);
        Sequential other = Networks.small().initialize(5)) {
      float[] before = model.engine(engine).predict(x).data();
      assertThat(before).isNotEqualTo(model.initialize(5).predict(x).data());
      assertThat(model.predict(x).data()).isEqualTo(other.engine(engine).predict(x).data());
      assertPredicts(model, x);
    }
  }

  @Test
  void close_letsTheModelBeUsedAgain() {
    Sequential model = Networks.small().initialize(4);
    Tensor x = random(3, 12, 12, 3);
    float[] before = model.predict(x).data();
    model.close();
    assertThat(model.predict(x).data()).isEqualTo(before);
    model.close();
  }

  @Test
  void predict_onSamplesOfAnotherShapeIsRefused() {
    try (Sequential model = Networks.small()) {
      assertThatThrownBy(() -> model.predict(Tensor.zeros(2, 10, 12, 3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("(None, 12, 12, 3). Received: (2, 10, 12, 3)");
      assertThatThrownBy(() -> model.predict(Tensor.zeros(0, 12, 12, 3)))
          .hasMessageContaining("Received: (0, 12, 12, 3)");
    }
  }

  @Test
  void initialize_isDecidedByItsSeedAlone() {
    Map<String, Tensor> weights = Networks.small().initialize(1).getWeights();
    Sequential other = Networks.small().initialize(2).initialize(1);
    other
        .getWeights()
        .forEach(
            (name, tensor) -> assertThat(tensor.data()).isEqualTo(Networks.numbers(weights, name)));
    assertThat(Networks.numbers(Networks.small().initialize(2).getWeights(), "conv2d/kernel"))
        .isNotEqualTo(Networks.numbers(weights, "conv2d/kernel"));
  }

  @Test
  void weights_haveTheLayersNames() {
    assertThat(Networks.small().getWeights().keySet())
        .containsExactly(
            "conv2d/kernel",
            "conv2d/bias",
            "dense/kernel",
            "dense/bias",
            "dense_1/kernel",
            "dense_1/bias");
  }

  @Test
  void setWeights_thatDoNotFitChangesNothing() {
    Sequential model = Networks.small().initialize(1);
    Map<String, Tensor> weights = model.getWeights();
    Networks.numbers(weights, "conv2d/kernel")[0] = 99;
    weights.put("dense_1/bias", Tensor.zeros(2));
    assertThatThrownBy(() -> model.setWeights(weights))
        .hasMessageContaining("'dense_1/bias' must have the shape (1,). Received: (2,)");
    assertThat(Networks.numbers(model.getWeights(), "conv2d/kernel")[0]).isNotEqualTo(99);
    weights.remove("dense_1/bias");
    assertThatThrownBy(() -> model.setWeights(weights)).hasMessageContaining("dense_1/bias");
  }

  @Test
  void modelInAModel_isNamedAndSharesItsWeights() {
    try (Sequential top =
            new Sequential().add(new Input(4, 4, 2)).add(new Flatten()).add(new Dense(1));
        Sequential model =
            new Sequential()
                .add(new Input(10, 10, 1))
                .add(new Conv2D(2, 3))
                .add(new MaxPooling2D())
                .add(top)
                .initialize(1)) {
      assertThat(model.getWeights()).containsKey("sequential_1/dense/kernel");
      Tensor x = random(2, 10, 10, 1);
      assertPredicts(model, x);

      float[] before = model.predict(x).data();
      top.initialize(8);
      assertThat(model.predict(x).data()).isNotEqualTo(before);
      assertPredicts(model, x);

      Map<String, Tensor> weights = model.getWeights();
      Networks.numbers(weights, "sequential_1/dense/bias")[0] = 5;
      model.setWeights(weights);
      assertThat(Networks.numbers(top.getWeights(), "dense/bias")).containsExactly(5);
    }
  }

  @Test
  void firstWeights_areThereWhenAskedFor_unlessOthersWereSetBefore() {
    Sequential top = new Sequential().add(new Input(3)).add(new Dense(2));
    Sequential model = new Sequential().add(new Input(4)).add(new Dense(3)).add(top);
    float[] drawn = Networks.numbers(model.getWeights(), "sequential_1/dense/kernel");
    assertThat(drawn).doesNotContain(0);
    assertThat(Networks.numbers(top.getWeights(), "dense/kernel")).isEqualTo(drawn);

    Sequential other = new Sequential().add(new Input(3)).add(new Dense(2));
    Sequential around = new Sequential().add(new Input(4)).add(new Dense(3)).add(other);
    Map<String, Tensor> weights = model.getWeights();
    weights.values().forEach(tensor -> Arrays.fill(tensor.data(), 7));
    around.setWeights(weights);
    assertThat(Networks.numbers(other.getWeights(), "dense/kernel")).containsOnly(7);
    assertThat(Networks.numbers(around.getWeights(), "dense/kernel")).containsOnly(7);
  }

  @Test
  void addingToATrainedModel_keepsItsWeights() {
    Sequential model = new Sequential().add(new Input(4)).add(new Dense(3)).initialize(6);
    float[] kernel = Networks.numbers(model.getWeights(), "dense/kernel");
    model.add(new Dense(2));
    assertThat(Networks.numbers(model.getWeights(), "dense/kernel")).isEqualTo(kernel);
  }

  @Test
  void layers_thatDoNotFitAreRefusedAndNotAdded() {
    Sequential model = new Sequential().add(new Input(10, 10, 1)).add(new Conv2D(2, 3));
    assertThatThrownBy(() -> model.add(new Dense(3)))
        .hasMessageContaining("Dense 'dense'")
        .hasMessageContaining("Received: (None, 8, 8, 2)");
    assertThat(model.add(new Flatten()).outputShape()).isEqualTo(Shape.of(Shape.FREE, 128));
    Sequential rows = new Sequential().add(new Input(100)).add(new Dense(3));
    assertThatThrownBy(() -> model.add(rows))
        .hasMessageContaining("(None, 100). Received: (None, 128)");
  }

  @Test
  void misuse_isExplained() {
    assertThatThrownBy(() -> new Sequential().add(new Dense(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("model.add(new Input(");
    assertThatThrownBy(() -> new Sequential().add(new Input(3)).add(new Input(4)))
        .hasMessageContaining("second one, of shape (4,)");
    Sequential model = new Sequential().add(new Input(3)).add("mine", new Dense(3));
    assertThatThrownBy(() -> model.add("mine", new Dense(2))).hasMessageContaining("'mine'");
    assertThatThrownBy(() -> model.add("a/b", new Dense(2))).hasMessageContaining("'a/b'");
    assertThatThrownBy(() -> model.add(model)).hasMessageContaining("already");
    Sequential twice = new Sequential().add(new Input(3)).add(model);
    assertThatThrownBy(() -> twice.add(model)).hasMessageContaining("already");
    assertThatThrownBy(() -> model.evaluate(Tensor.zeros(1, 3), Tensor.zeros(1, 3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not compiled");
    Sequential single = new Sequential().add(new Input(3)).add(new Dense(1));
    assertThatThrownBy(() -> single.compile(new SGD(), new CategoricalCrossentropy()))
        .hasMessageContaining("binary_crossentropy");
  }
}
