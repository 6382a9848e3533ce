package dev.kindling.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.data.Batch;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Input;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.metrics.Accuracy;
import dev.kindling.optimizers.Adam;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.optimizers.SGD;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrainerTest {

  /** Every other one is a 1. */
  private static final Tensor Y = labels(70);

  /** Pictures of noise, lighter where the label is 1. */
  private static final Tensor X = pictures(Y);

  private static Tensor labels(int n) {
    Tensor labels = Tensor.zeros(n);
    for (int i = 0; i < n; i += 2) {
      labels.data()[i] = 1;
    }
    return labels;
  }

  private static Tensor pictures(Tensor labels) {
    int n = labels.data().length;
    Tensor pictures = Tensor.zeros(n, 12, 12, 3);
    NumpyRandom random = new NumpyRandom(5);
    for (int i = 0; i < pictures.data().length; i++) {
      float label = labels.data()[i / (pictures.data().length / n)];
      pictures.data()[i] = (float) random.uniform(0, 0.7 + 0.3 * label);
    }
    return pictures;
  }

  private static Sequential compiled() {
    Sequential model = Networks.small().initialize(1);
    model.compile(new RMSprop().learningRate(0.005), new BinaryCrossentropy(), new Accuracy());
    return model;
  }

  @Test
  void fit_learnsWhatCanBeLearned() {
    try (Sequential model = compiled()) {
      FitOptions options = new FitOptions().epochs(40).batchSize(16).validationData(X, Y);
      History history = model.fit(X, Y, options);
      assertThat(history.stopped()).isFalse();
      assertThat(history.epochs()).extracting(Epoch::number).hasSize(40).startsWith(1, 2);
      assertThat(history.get("loss")[39]).isLessThan(history.get("loss")[0]);
      assertThat(history.get("val_accuracy")[39]).isGreaterThan(0.9);

      Scores evaluated = model.evaluate(X, Y);
      assertThat(evaluated.samples()).isEqualTo(70);
      assertThat(evaluated.loss()).isEqualTo(history.get("val_loss")[39]);
      assertThat(evaluated.accuracy()).isEqualTo(history.get("val_accuracy")[39]);
    }
  }

  @Test
  void fit_repeatsFromTheSameSeed_notFromAnother() {
    assertThat(trained(7)).isEqualTo(trained(7)).isNotEqualTo(trained(8));
  }

  /** Trained on whole passes in order, so that only dropout draws. */
  private static List<Float> trained(long seed) {
    try (Sequential model = compiled()) {
      model.fit(X, Y, new FitOptions().epochs(2).shuffle(false).seed(seed));
      List<Float> weights = new ArrayList<>();
      for (float weight : Networks.numbers(model.getWeights(), "dense/kernel")) {
        weights.add(weight);
      }
      return weights;
    }
  }

  @Test
  void training_goesOnFromItsWeightsAndWhatTheOptimizerRemembered() {
    Optimizer optimizer = new Adam(0.01).useEma(0.5);
    try (Sequential whole = Networks.small().initialize(1);
        Sequential first = Networks.small().initialize(1);
        Sequential second = Networks.small()) {
      whole.compile(optimizer, new BinaryCrossentropy());
      first.compile(optimizer, new BinaryCrossentropy());
      for (int step = 0; step < 6; step++) {
        whole.trainOnBatch(X, Y);
      }
      for (int step = 0; step < 3; step++) {
        first.trainOnBatch(X, Y);
      }
      second.compile(optimizer, new BinaryCrossentropy());
      second.setWeights(first.getWeights());
      second.optimizerState(first.optimizerState());
      for (int step = 3; step < 6; step++) {
        second.trainOnBatch(X, Y);
      }
      whole
          .getWeights()
          .forEach(
              (name, tensor) ->
                  assertThat(Networks.numbers(second.getWeights(), name)).isEqualTo(tensor.data()));
      assertThat(second.optimizerState().iterations()).isEqualTo(6);
    }
  }

  @Test
  void averages_areTheWeightsWhenTheTrainingEnds() {
    try (Sequential model = Networks.small().initialize(1)) {
      model.compile(new RMSprop().useEma(0.9), new BinaryCrossentropy());
      model.fit(X, Y, new FitOptions().batchSize(16));
      float[] average = Networks.numbers(model.optimizerState().arrays(), "dense/kernel/average");
      assertThat(Networks.numbers(model.getWeights(), "dense/kernel")).isEqualTo(average);
    }
  }

  @Test
  void fit_countsStepsAndSamplesAsItGoes() {
    List<String> order = new ArrayList<>();
    Callback callback =
        new Callback() {
          @Override
          public void onTrainBegin(Model model, int epochs, int steps) {
            order.add("train " + epochs + " epochs of " + steps);
          }

          @Override
          public void onEpochBegin(Model model, int epoch) {
            order.add("epoch " + epoch);
          }

          @Override
          public void onTrainBatchBegin(Model model, int batch) {
            order.add("batch " + batch);
          }

          @Override
          public void onTrainBatchEnd(Model model, int batch, Map<String, Double> logs) {
            order.add("end " + batch + logs.keySet());
          }

          @Override
          public void onEpochEnd(Model model, int epoch, Map<String, Double> logs) {
            order.add("end of epoch " + epoch + logs.keySet());
          }

          @Override
          public void onTrainEnd(Model model) {
            order.add("over");
          }
        };
    try (Sequential model = compiled();
        ArrayBatches batches = new ArrayBatches(X, Y, 32)) {
      // A pass has three batches, of 32, 32 and 6; the second epoch begins with the last of them.
      FitOptions options = new FitOptions().epochs(2).stepsPerEpoch(2).callbacks(callback);
      List<Epoch> epochs = model.fit(batches, options).epochs();
      assertThat(epochs).extracting(epoch -> epoch.training().samples()).containsExactly(64, 38);
    }
    assertThat(order)
        .containsExactly(
            "train 2 epochs of 2",
            "epoch 0",
            "batch 0",
            "end 0[loss, accuracy]",
            "batch 1",
            "end 1[loss, accuracy]",
            "end of epoch 0[loss, accuracy]",
            "epoch 1",
            "batch 0",
            "end 0[loss, accuracy]",
            "batch 1",
            "end 1[loss, accuracy]",
            "end of epoch 1[loss, accuracy]",
            "over");
  }

  @Test
  void means_areWeightedBySamples() {
    try (Sequential model = compiled();
        ArrayBatches unequal = new ArrayBatches(X, Y, 64);
        ArrayBatches equal = new ArrayBatches(X, Y, 35)) {
      Scores scores = model.evaluate(unequal);
      assertThat(scores.loss()).isCloseTo(model.evaluate(equal).loss(), within(1e-6));
      assertThat(scores.accuracy()).isEqualTo(model.evaluate(equal).accuracy());
      assertThat(scores.loss()).isNotEqualTo(model.evaluate(unequal, 1).loss());
    }
  }

  @Test
  void validation_takesItsFirstStepsEachTime() {
    try (Sequential model = compiled();
        ArrayBatches validation = new ArrayBatches(X, Y, 32)) {
      FitOptions options = new FitOptions().epochs(2).validationData(validation).validationSteps(1);
      History history = model.fit(X, Y, options);
      Scores scores = Objects.requireNonNull(history.epochs().get(1).validation());
      assertThat(scores).isEqualTo(model.evaluate(validation, 1));
      assertThat(scores.samples()).isEqualTo(32);
      assertThat(history.epochs().get(1).validationSeconds()).isPositive();
    }
  }

  @Test
  void stopTraining_endsAfterTheBatch_wholeEpochsCount() {
    try (Sequential model = compiled()) {
      List<Integer> batches = new ArrayList<>();
      Callback stopper =
          new Callback() {
            @Override
            public void onTrainBatchEnd(Model trained, int batch, Map<String, Double> logs) {
              batches.add(batch);
              if (batches.size() == 5) {
                trained.stopTraining();
              }
            }
          };
      History history = model.fit(X, Y, new FitOptions().epochs(9).callbacks(stopper));
      assertThat(history.stopped()).isTrue();
      assertThat(history.epochs()).hasSize(1);
      assertThat(batches).containsExactly(0, 1, 2, 0, 1);

      assertThat(model.fit(X, Y, new FitOptions()).stopped()).isFalse();
    }
  }

  @Test
  void stopTraining_afterTheLastBatchOfAnEpochKeepsIt() {
    try (Sequential model = compiled()) {
      Callback stopper =
          new Callback() {
            @Override
            public void onEpochEnd(Model trained, int epoch, Map<String, Double> logs) {
              trained.stopTraining();
            }
          };
      History history = model.fit(X, Y, new FitOptions().epochs(9).callbacks(stopper));
      assertThat(history.epochs()).hasSize(1);
      assertThat(history.stopped()).isTrue();
    }
  }

  @Test
  void lossThatIsNotFinite_endsTheTrainingBeforeTheStep() {
    try (Sequential model = new Sequential().add(new Input(2)).add(new Dense(1))) {
      model.compile(new SGD(), new BinaryCrossentropy());
      Map<String, Tensor> before = model.getWeights();
      Tensor x = Tensor.zeros(70, 2);
      x.data()[40] = Float.NaN;
      assertThatThrownBy(() -> model.fit(x, Y, new FitOptions().batchSize(70)))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("The loss is NaN after 0 training steps")
          .hasMessageContaining("learning rate of 0.01");
      assertThat(Networks.numbers(model.getWeights(), "dense/kernel"))
          .isEqualTo(Networks.numbers(before, "dense/kernel"));
    }
  }

  @Test
  void weightsThatAreNotFinite_endTheTrainingWithTheirEpoch() {
    try (Sequential model = compiled()) {
      // A ReLU makes a 0 of what is not a number: the loss does not tell, the gradients do.
      Tensor x = Tensor.of(X.shape(), X.data().clone());
      x.data()[0] = Float.NaN;
      assertThatThrownBy(() -> model.fit(x, Y, new FitOptions()))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("'conv2d/kernel' holds NaN");
    }
  }

  @Test
  void labels_thatDoNotFitAreRefused() {
    try (Sequential model = compiled()) {
      assertThatThrownBy(() -> model.fit(X, Tensor.zeros(70, 3), new FitOptions()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Labels of shape (32, 3) do not fit an output of shape (32, 1)");
      assertThatThrownBy(() -> model.fit(X, Tensor.zeros(69), new FitOptions()))
          .hasMessageContaining("as many labels as samples")
          .hasMessageContaining("(69,)");
      try (ArrayBatches unlabelled = new ArrayBatches(X, null, 32)) {
        assertThatThrownBy(() -> model.evaluate(unlabelled)).hasMessageContaining("no labels");
      }
    }
  }

  @Test
  void history_saysWhatItHasNot() {
    try (Sequential model = compiled()) {
      History history = model.fit(X, Y, new FitOptions());
      assertThatThrownBy(() -> history.get("val_loss")).hasMessageContaining("validation data");
      assertThatThrownBy(() -> history.get("auc")).hasMessageContaining("'auc'");
    }
  }

  @Test
  void shuffling_takesEachSampleOnceInEachPass() {
    Tensor x = Tensor.zeros(10, 1);
    for (int i = 0; i < 10; i++) {
      x.data()[i] = i;
    }
    try (ArrayBatches batches = new ArrayBatches(new Batch(x, null), 4, new NumpyRandom(1))) {
      List<Float> first = pass(batches);
      List<Float> second = pass(batches);
      assertThat(first).containsExactlyInAnyOrderElementsOf(second).isNotEqualTo(second);
      assertThat(first).contains(0f, 9f).hasSize(10).doesNotHaveDuplicates();
    }
  }

  private static List<Float> pass(ArrayBatches batches) {
    List<Float> samples = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      for (float sample : batches.next().x().data()) {
        samples.add(sample);
      }
    }
    return samples;
  }

  @Test
  void options_outOfRangeAreRefused() {
    assertThatThrownBy(() -> new FitOptions().epochs(0)).hasMessageContaining("epochs=0");
    assertThatThrownBy(() -> new FitOptions().batchSize(0)).hasMessageContaining("batchSize=0");
    assertThatThrownBy(() -> new FitOptions().stepsPerEpoch(-1))
        .hasMessageContaining("stepsPerEpoch=-1");
    assertThatThrownBy(() -> new FitOptions().validationSteps(-1))
        .hasMessageContaining("validationSteps=-1");
  }
}
