package dev.kindling.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.layers.ActivationFunction;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Input;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.models.Callback;
import dev.kindling.models.Checkpoint;
import dev.kindling.models.FitOptions;
import dev.kindling.models.History;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.SGD;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Keras's decisions, on the same scores; the rates and numbers of epochs are equal, not close. */
class CallbackTest {

  private static final JsonNode GOLDEN = Golden.json("callbacks/callbacks.json");

  static final List<JsonNode> EARLY_STOPPING = cases("early_stopping");
  static final List<JsonNode> REDUCE_LR = cases("reduce_lr");
  static final List<JsonNode> CHECKPOINT = cases("checkpoint");
  static final List<JsonNode> CSV = cases("csv");

  @TempDir private Path folder;

  private static List<JsonNode> cases(String name) {
    List<JsonNode> cases = new ArrayList<>();
    GOLDEN.get(name).forEach(cases::add);
    return cases;
  }

  /** A model of one weight, whose rate can be set. */
  private static Sequential model() {
    Sequential model =
        new Sequential()
            .add(new Input(1))
            .add(new Dense(1).useBias(false).activation(ActivationFunction.SIGMOID));
    model.compile(new SGD(0.1), new BinaryCrossentropy());
    return model;
  }

  private static void setWeight(Model model, double weight) {
    model.setWeights(
        Map.of("dense/kernel", Tensor.of(Shape.of(1, 1), new float[] {(float) weight})));
  }

  private static double weight(Model model) {
    return Objects.requireNonNull(model.getWeights().get("dense/kernel")).data()[0];
  }

  private static Map<String, Double> logs(JsonNode json) {
    Map<String, Double> logs = new LinkedHashMap<>();
    json.properties()
        .forEach(
            score ->
                logs.put(
                    score.getKey(),
                    switch (score.getValue().asText()) {
                      case "nan" -> Double.NaN;
                      case "inf" -> Double.POSITIVE_INFINITY;
                      default -> score.getValue().doubleValue();
                    }));
    return logs;
  }

  /** What is seen after an epoch. */
  private record Seen(double rate, @Nullable Double logged) {}

  /** Calls the hooks as fit does; the one weight is the number of the epoch. */
  private static List<Seen> run(Model model, Callback callback, JsonNode logsOfEpochs, int most) {
    List<Seen> seen = new ArrayList<>();
    callback.onTrainBegin(model, logsOfEpochs.size(), 1);
    for (int epoch = 0; epoch < most; epoch++) {
      Map<String, Double> logs = logs(logsOfEpochs.get(epoch));
      callback.onEpochBegin(model, epoch);
      setWeight(model, epoch);
      callback.onEpochEnd(model, epoch, logs);
      seen.add(new Seen((float) model.learningRate(), logs.get("learning_rate")));
    }
    callback.onTrainEnd(model);
    return seen;
  }

  @ParameterizedTest
  @FieldSource("EARLY_STOPPING")
  void earlyStopping_isKeras(JsonNode json) {
    JsonNode options = json.get("options");
    EarlyStopping callback =
        new EarlyStopping()
            .monitor(options.path("monitor").asText("val_loss"))
            .mode(mode(options))
            .minDelta(options.path("min_delta").asDouble())
            .patience(options.path("patience").asInt())
            .restoreBestWeights(options.path("restore_best_weights").asBoolean())
            .startFromEpoch(options.path("start_from_epoch").asInt());
    if (options.has("baseline")) {
      callback.baseline(options.get("baseline").doubleValue());
    }
    int epochs = json.get("waits").size();
    try (Sequential model = model()) {
      List<String> waits = new ArrayList<>();
      callback.onTrainBegin(model, 99, 1);
      for (int epoch = 0; epoch < epochs; epoch++) {
        assertThat(callback.stoppedEpoch()).as("before epoch %d", epoch).isZero();
        setWeight(model, epoch);
        callback.onEpochEnd(model, epoch, logs(json.get("logs").get(epoch)));
        waits.add(callback.state().values().get("wait"));
      }
      callback.onTrainEnd(model);
      assertThat(waits).containsExactlyElementsOf(texts(json.get("waits")));
      assertThat(callback.stoppedEpoch()).isEqualTo(json.get("stopped_epoch").intValue());
      assertThat(callback.bestEpoch()).isEqualTo(json.get("best_epoch").intValue());
      assertThat(weight(model)).isEqualTo(json.get("weight").doubleValue());
    }
  }

  private static Mode mode(JsonNode options) {
    return Mode.valueOf(options.path("mode").asText("auto").toUpperCase(Locale.ROOT));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  @ParameterizedTest
  @FieldSource("REDUCE_LR")
  void reduceLROnPlateau_isKeras(JsonNode json) {
    JsonNode options = json.get("options");
    ReduceLROnPlateau callback =
        new ReduceLROnPlateau()
            .monitor(options.path("monitor").asText("val_loss"))
            .mode(mode(options))
            .factor(options.path("factor").asDouble(0.1))
            .minDelta(options.path("min_delta").asDouble(1e-4))
            .patience(options.get("patience").intValue())
            .cooldown(options.path("cooldown").asInt())
            .minLr(options.path("min_lr").asDouble());
    assertRates(callback, json);
  }

  @Test
  void learningRateScheduler_isKeras() {
    assertRates(
        new LearningRateScheduler((epoch, rate) -> epoch % 3 != 0 ? rate * 0.7 : rate * 1.1),
        GOLDEN.get("scheduler"));
  }

  private static void assertRates(Callback callback, JsonNode json) {
    try (Sequential model = model()) {
      List<Seen> seen = run(model, callback, json.get("logs"), json.get("rates").size());
      assertThat(seen.stream().mapToDouble(Seen::rate))
          .containsExactly(box(Golden.doubles(json.get("rates"))));
      assertThat(seen.stream().map(Seen::logged))
          .containsExactly(box(Golden.doubles(json.get("logged"))));
    }
  }

  private static Double[] box(double... numbers) {
    return Arrays.stream(numbers).boxed().toArray(Double[]::new);
  }

  @ParameterizedTest
  @FieldSource("CHECKPOINT")
  void modelCheckpoint_savesWhatKerasDoes(JsonNode json) throws IOException {
    JsonNode options = json.get("options");
    ModelCheckpoint callback =
        new ModelCheckpoint(folder + "/" + options.get("filepath").textValue())
            .monitor(options.path("monitor").asText("val_loss"))
            .mode(mode(options))
            .saveBestOnly(options.path("save_best_only").asBoolean());
    if (options.has("initial_value_threshold")) {
      callback.initialValueThreshold(options.get("initial_value_threshold").doubleValue());
    }
    Map<String, Double> expected = new TreeMap<>();
    json.get("saved").forEach(s -> expected.put(s.get(1).textValue(), s.get(0).doubleValue()));
    try (Sequential model = model()) {
      run(model, callback, json.get("logs"), json.get("logs").size());
    }
    Map<String, Double> saved = new TreeMap<>();
    for (String name : Objects.requireNonNull(folder.toFile().list())) {
      try (Model read = Model.load(folder.resolve(name))) {
        saved.put(name, weight(read));
      }
    }
    assertThat(saved).isEqualTo(expected);
  }

  @Test
  void modelCheckpoint_afterSomeBatches_savesWeights() {
    try (Sequential model = model()) {
      ModelCheckpoint callback =
          new ModelCheckpoint(folder + "/new/{epoch}-{batch:03d}.weights.h5").saveFreq(2);
      model.fit(
          Tensor.zeros(5, 1),
          Tensor.zeros(5),
          new FitOptions().epochs(2).batchSize(1).callbacks(callback));
    }
    assertThat(folder.resolve("new").toFile().list())
        .containsExactlyInAnyOrder(
            "1-002.weights.h5",
            "1-004.weights.h5",
            "2-001.weights.h5",
            "2-003.weights.h5",
            "2-005.weights.h5");
  }

  @Test
  void modelCheckpoint_refusesNamesThatItCannotFill() {
    assertThatThrownBy(() -> new ModelCheckpoint("model.onnx")).hasMessageContaining(".keras");
    assertThatThrownBy(() -> new ModelCheckpoint("{epoch:>4}.keras"))
        .hasMessageContaining("{epoch:>4}");
    try (Sequential model = model()) {
      ModelCheckpoint callback = new ModelCheckpoint(folder + "/{auc:.2f}.keras");
      assertThatThrownBy(() -> callback.onEpochEnd(model, 0, Map.of("loss", 1.0)))
          .hasMessageContaining("There is no 'auc'")
          .hasMessageContaining("[epoch, loss]");
    }
  }

  @ParameterizedTest
  @FieldSource("CSV")
  void csvLogger_writesWhatKerasDoes(JsonNode json) throws IOException {
    Path file = folder.resolve("log.csv");
    Files.writeString(file, "of a training before\n");
    CSVLogger callback =
        new CSVLogger(file).separator(json.get("options").path("separator").asText(",").charAt(0));
    try (Sequential model = model()) {
      run(model, callback, json.get("logs"), json.get("logs").size());
    }
    assertThat(Files.readString(file)).isEqualTo(json.get("text").textValue());
  }

  @Test
  void csvLogger_addsToWhatIsThere() throws IOException {
    Path file = folder.resolve("log.csv");
    try (Sequential model = model()) {
      for (int training = 0; training < 2; training++) {
        CSVLogger callback = new CSVLogger(file).append(true);
        callback.onTrainBegin(model, 1, 1);
        callback.onEpochEnd(model, 0, Map.of("loss", 0.5));
      }
    }
    assertThat(Files.readString(file)).isEqualTo("epoch,loss,val_loss\r\n0,0.5,NA\r\n0,0.5,NA\r\n");
  }

  @Test
  void terminateOnNaN_endsWithoutAnError() {
    Tensor x = Tensor.zeros(4, 1);
    x.data()[2] = Float.NaN;
    List<String> ends = new ArrayList<>();
    Callback watcher =
        new LambdaCallback()
            .onTrainBatchEnd((batch, logs) -> ends.add("batch " + batch + " " + logs))
            .onTrainEnd(() -> ends.add("over"));
    try (Sequential model = model()) {
      History history =
          model.fit(
              x,
              Tensor.zeros(4),
              new FitOptions()
                  .batchSize(1)
                  .shuffle(false)
                  .callbacks(new TerminateOnNaN(), watcher));
      assertThat(history.stopped()).isTrue();
    }
    assertThat(ends).hasSize(4).contains("batch 2 {loss=NaN}").endsWith("over");
  }

  @Test
  void scoreThatIsNotThere_isNamed() {
    try (Sequential model = model()) {
      for (String name : List.of("val_acc", "auc")) {
        FitOptions options = new FitOptions().callbacks(new EarlyStopping().monitor(name));
        assertThatThrownBy(() -> model.fit(Tensor.zeros(4, 1), Tensor.zeros(4), options))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("no score '" + name + "'")
            .hasMessageContaining("[loss]");
      }
    }
  }

  /** As if killed after an epoch; what callbacks remember goes on. */
  @Test
  void callbacks_goOnFromACheckpoint() throws IOException {
    String undisturbed = trained(folder.resolve("a"), List.of(12));
    String resumed = trained(folder.resolve("b"), List.of(2, 3, 5, 12));
    assertThat(resumed).isEqualTo(undisturbed);
    assertThat(undisturbed.lines()).hasSizeBetween(4, 12);
  }

  /** Trains in a rush, so that it gets worse; tells the table and the rates of the epochs. */
  private static String trained(Path run, List<Integer> epochs) throws IOException {
    Tensor x = Tensor.of(Shape.of(4, 1), new float[] {1, 2, 3, -1});
    Tensor y = Tensor.of(Shape.of(4), new float[] {1, 1, 0, 1});
    Path table = Files.createDirectories(run).resolve("log.csv");
    StringBuilder told = new StringBuilder();
    for (int until : epochs) {
      try (Sequential model = model()) {
        setWeight(model, 1);
        EarlyStopping stopping = new EarlyStopping().monitor("loss").patience(2).minDelta(0.02);
        ReduceLROnPlateau plateau =
            new ReduceLROnPlateau().monitor("loss").patience(1).minDelta(0.01).factor(0.5);
        History history =
            model.fit(
                x,
                y,
                new FitOptions()
                    .epochs(until)
                    .batchSize(2)
                    .callbacks(plateau, stopping, new CSVLogger(table))
                    .checkpoint(new Checkpoint(run.resolve("state")).resume(true)));
        told.setLength(0);
        told.append(Files.readString(table))
            .append(stopping.stoppedEpoch())
            .append(history.stopped())
            .append(weight(model));
      }
      Files.writeString(table, Files.readString(table) + "9,of a process that was killed");
    }
    return told.toString();
  }

  @Test
  void options_outOfRangeAreRefused() {
    assertThatThrownBy(() -> new EarlyStopping().patience(-1)).hasMessageContaining("patience=-1");
    assertThatThrownBy(() -> new ReduceLROnPlateau().factor(1)).hasMessageContaining("factor=1.0");
  }
}
