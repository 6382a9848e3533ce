package dev.kindling.models;

import static dev.kindling.layers.ActivationFunction.RELU;
import static dev.kindling.layers.ActivationFunction.SIGMOID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.data.Batches;
import dev.kindling.layers.Activation;
import dev.kindling.layers.BatchNormalization;
import dev.kindling.layers.Conv2D;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Dropout;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.metrics.AUC;
import dev.kindling.metrics.Accuracy;
import dev.kindling.metrics.Precision;
import dev.kindling.optimizers.Adam;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

  private static final Tensor X = Tensor.zeros(40, 12, 12, 3);
  private static final Tensor Y = Tensor.zeros(40);

  static {
    NumpyRandom random = new NumpyRandom(3);
    for (int i = 0; i < X.data().length; i++) {
      X.data()[i] = (float) random.uniform(0, 1);
    }
    for (int i = 0; i < Y.data().length; i += 2) {
      Y.data()[i] = 1;
    }
  }

  @TempDir private Path folder;

  /** As a process that is killed: nothing more is done. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Kills the training in its n-th batch; remembers how many batches it saw. */
  private static final class Counter implements Callback {
    private final int killAt;
    private int now;
    private int seen;

    Counter(int killAt) {
      this.killAt = killAt;
    }

    @Override
    public void onTrainBatchEnd(Model model, int batch, Map<String, Double> logs) {
      seen++;
      if (++now == killAt) {
        throw new Killed();
      }
    }

    @Override
    public void onEpochEnd(Model model, int epoch, Map<String, Double> logs) {
      logs.put("seen", (double) seen);
    }

    @Override
    public CallbackState state() {
      return new CallbackState(Map.of("seen", Integer.toString(seen)), Map.of());
    }

    @Override
    public void restore(Model model, CallbackState state) {
      seen = state.count("seen");
    }
  }

  private static Sequential model(Optimizer optimizer) {
    Sequential model =
        new Sequential()
            .add(new Input(12, 12, 3))
            .add(new Conv2D(4, 3))
            .add(new BatchNormalization())
            .add(new Activation(RELU))
            .add(new Flatten())
            .add(new Dropout(0.5))
            .add(new Dense(1).activation(SIGMOID));
    model.initialize(4);
    model.compile(optimizer, new BinaryCrossentropy(), new Accuracy(), new AUC(), new Precision());
    return model;
  }

  private static Sequential model() {
    return model(new Adam(0.01).useEma(0.9).clipnorm(1));
  }

  private static FitOptions options() {
    return new FitOptions().epochs(3).seed(8).batchSize(16);
  }

  private static List<Float> numbers(Model model) {
    List<Float> numbers = new ArrayList<>();
    for (Tensor tensor : model.getWeights().values()) {
      for (float number : tensor.data()) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private static String scores(History history) {
    StringBuilder scores = new StringBuilder();
    for (String name : List.of("loss", "accuracy", "auc", "precision", "val_loss", "seen")) {
      scores.append(name).append(Arrays.toString(history.get(name)));
    }
    return scores.toString();
  }

  /** Augmented and shuffled, with a validation that draws, too. */
  private static History fit(Model model, Counter counter, FitOptions options) {
    ImageDataGenerator generator =
        new ImageDataGenerator().rotationRange(20).horizontalFlip(true).zoomRange(0.2);
    FlowOptions flow = new FlowOptions().batchSize(16).threads(2);
    try (Batches batches = generator.flow(X, Y, flow.seed(5));
        Batches validation = generator.flow(X, Y, flow.seed(6))) {
      return model.fit(
          batches, options.validationData(validation).validationSteps(2).callbacks(counter));
    }
  }

  @Test
  void fit_killedInAnyBatch_endsInTheSameWeightsAndScores() {
    List<Float> undisturbed;
    String scores;
    try (Sequential model = model()) {
      scores = scores(fit(model, new Counter(0), options()));
      undisturbed = numbers(model);
    }
    for (int killAt = 1; killAt <= 9; killAt++) {
      Checkpoint checkpoint =
          new Checkpoint(folder.resolve("at" + killAt)).resume(true).every(Duration.ZERO);
      try (Sequential model = model()) {
        Counter killer = new Counter(killAt);
        assertThatThrownBy(() -> fit(model, killer, options().checkpoint(checkpoint)))
            .isInstanceOf(Killed.class);
      }
      Counter counter = new Counter(0);
      try (Sequential model = model()) {
        History history = fit(model, counter, options().checkpoint(checkpoint));
        assertThat(scores(history)).as("killed in batch %d", killAt).isEqualTo(scores);
        assertThat(numbers(model)).as("killed in batch %d", killAt).isEqualTo(undisturbed);
      }
      assertThat(counter.now).isEqualTo(9 - killAt + 1);
    }
  }

  @Test
  void fit_stopped_keepsTheBatchesThatAreDone() {
    Checkpoint checkpoint = new Checkpoint(folder).resume(true);
    Callback stopper =
        new Callback() {
          @Override
          public void onTrainBatchEnd(Model model, int batch, Map<String, Double> logs) {
            model.stopTraining();
          }
        };
    for (int run = 1; run <= 3; run++) {
      try (Sequential model = model()) {
        FitOptions options = options().epochs(1).callbacks(stopper).checkpoint(checkpoint);
        History history = model.fit(X, Y, options);
        assertThat(history.epochs()).hasSize(run < 3 ? 0 : 1);
        assertThat(model.optimizerState().iterations()).isEqualTo(run);
      }
    }
  }

  @Test
  void fit_whoseTrainingIsDone_givesItAgain_orGoesOnWithMoreEpochs() {
    Checkpoint checkpoint = new Checkpoint(folder).resume(true);
    List<Float> done;
    try (Sequential model = model()) {
      model.fit(X, Y, options().checkpoint(checkpoint));
      done = numbers(model);
    }
    try (Sequential model = model().initialize(7)) {
      History history = model.fit(X, Y, options().checkpoint(checkpoint));
      assertThat(history.epochs()).hasSize(3);
      assertThat(numbers(model)).isEqualTo(done);
    }
    try (Sequential longer = model();
        Sequential resumed = model()) {
      longer.fit(X, Y, options().epochs(5));
      resumed.fit(X, Y, options().epochs(5).checkpoint(checkpoint));
      assertThat(numbers(resumed)).isEqualTo(numbers(longer));
    }
  }

  @Test
  void fit_ofAnotherTraining_isRefusedByName() {
    Checkpoint checkpoint = new Checkpoint(folder).facts(Map.of("data", "cats and dogs"));
    try (Sequential model = model()) {
      model.fit(X, Y, options().checkpoint(checkpoint));
      assertThatThrownBy(() -> model.fit(X, Y, options().checkpoint(checkpoint)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("holds the state of a training: resume that one");
      Checkpoint other = checkpoint.resume(true).facts(Map.of("data", "ants and bees"));
      assertThatThrownBy(() -> model.fit(X, Y, options().seed(9).checkpoint(other)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cats and dogs then, ants and bees now")
          .hasMessageContaining("seed=8 then, seed=9 now")
          .hasMessageNotContaining("optimizer");
    }
    try (Sequential model = model(new Adam(0.1))) {
      Checkpoint same = checkpoint.resume(true);
      assertThatThrownBy(() -> model.fit(X, Y, options().checkpoint(same)))
          .hasMessageContaining("Adam[")
          .hasMessageContaining("rate=0.1");
    }
  }

  @Test
  void fit_whoseFileIsDamaged_saysSo() throws IOException {
    Checkpoint checkpoint = new Checkpoint(folder).resume(true);
    try (Sequential model = model()) {
      model.fit(X, Y, options().checkpoint(checkpoint));
      Path file = folder.resolve("training.safetensors");
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 9));
      assertThatThrownBy(() -> model.fit(X, Y, options().checkpoint(checkpoint)))
          .hasMessageContaining("training.safetensors");
    }
  }

  @Test
  void fit_removesWhatAKilledProcessLeftHalfWritten() throws IOException {
    Path half = Files.createFile(folder.resolve("training.safetensors.1f.part"));
    try (Sequential model = model()) {
      model.fit(X, Y, options().checkpoint(new Checkpoint(folder)));
    }
    assertThat(half).doesNotExist();
    assertThat(folder.resolve("training.safetensors")).isNotEmptyFile();
  }
}
