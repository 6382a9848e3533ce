package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.data.DataFolderException;
import dev.kindling.data.Part;
import dev.kindling.data.SkippedFile;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.files.ContentHash;
import dev.kindling.image.ImageSize;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.metrics.Accuracy;
import dev.kindling.models.FitOptions;
import dev.kindling.models.Model;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.SGD;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole way on small drawn pictures: folder, training, file, prediction, evaluation. */
class TrainingTest {

  private static final Recipe RECIPE =
      Recipe.scratch().imageSize(new ImageSize(24, 24)).batchSize(8).epochs(4);

  private static final RunOptions F32 =
      RunOptions.defaults().engine(new EngineOptions(Precision.F32, 2));

  @TempDir Path folder;

  private Path data(String... colours) throws IOException {
    Path data = folder.resolve("data");
    for (String colour : colours) {
      ColouredPictures.draw(data.resolve("train"), colour, 20, 1);
      ColouredPictures.draw(data.resolve("validation"), colour, 7, 2);
    }
    return data;
  }

  /** Remembers what it heard, a line each. */
  private static final class Heard implements TrainingListener {
    final List<String> lines = new ArrayList<>();
    final List<SkippedFile> skipped = new ArrayList<>();

    @Override
    public void notice(String sentence) {
      lines.add(sentence);
    }

    @Override
    public void skipped(SkippedFile file) {
      skipped.add(file);
    }

    @Override
    public void reading(int pictures, int of) {
      lines.add("read %d of %d".formatted(pictures, of));
    }

    @Override
    public void epochBegins(int epoch, int epochs, int steps) {
      lines.add("epoch %d of %d, %d steps".formatted(epoch, epochs, steps));
    }

    @Override
    public void step(int step, Figures soFar) {
      lines.add("step %d, %d pictures".formatted(step, soFar.pictures()));
    }

    @Override
    public void epochEnds(EpochResult result) {
      lines.add("end of " + result.epoch());
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void trainedClassifier_isTheSameAfterReload(Precision precision) throws IOException {
    Path data = data("red", "green");
    EngineOptions engine = new EngineOptions(precision, 2);
    TrainingResult result =
        new Training(data, RECIPE, F32.engine(engine), new TrainingListener() {}).run();

    assertThat(result.epochs()).hasSize(4);
    assertThat(result.stopped()).isFalse();
    assertThat(result.training()).isEqualTo(40);
    assertThat(result.validation()).isEqualTo(result.epochs().get(3).validation());
    assertThat(validation(result).accuracy()).isGreaterThan(0.9);
    assertThat(validation(result).pictures()).isEqualTo(14);

    Path file = folder.resolve("model.onnx");
    result.classifier().save(file);
    try (Scoring scoring = new Scoring(Classifier.open(file), engine)) {
      Evaluation evaluation = Evaluation.of(scoring, data, null, new ReadingListener() {});
      assertThat(evaluation.part()).isEqualTo(Part.VALIDATION);
      assertThat(evaluation.figures()).isEqualTo(result.validation());
    }
  }

  @Test
  void threeClasses_areToldApart() throws IOException {
    Path data = data("red", "green", "blue");
    TrainingResult result = new Training(data, RECIPE, F32, new TrainingListener() {}).run();
    assertThat(result.classifier().labels()).containsExactly("blue", "green", "red");
    try (Scoring scoring = new Scoring(result.classifier(), F32.engine())) {
      Evaluation evaluation = Evaluation.of(scoring, data, Part.TRAIN, new ReadingListener() {});
      assertThat(evaluation.figures().accuracy()).isGreaterThan(0.9);
      assertThat(evaluation.figures().pictures()).isEqualTo(60);
      assertThat(evaluation.confusion().samples(2)).isEqualTo(20);
      assertThat(evaluation.perClass())
          .extracting(ClassFigures::label)
          .containsExactly("blue", "green", "red");
    }
  }

  @Test
  void sameRun_givesTheSameBytes() throws IOException {
    Path data = data("red", "green");
    Path copy = folder.resolve("elsewhere");
    Files.createDirectories(copy);
    copy(data, copy);
    byte[] first = bytes(data, RECIPE);
    assertThat(bytes(copy, RECIPE)).isEqualTo(first);
    assertThat(bytes(data, RECIPE.seed(2))).isNotEqualTo(first);
  }

  @Test
  void averagedWeights_areTheClassifiers_andTheirOwnTrainingGoesOn() throws IOException {
    Path data = data("red", "green");
    Optimizer averaging = RECIPE.optimizer().useEma(0.8);

    TrainingResult plain = new Training(data, RECIPE, F32, new TrainingListener() {}).run();
    TrainingResult averaged =
        new Training(data, RECIPE.optimizer(averaging), F32, new TrainingListener() {}).run();

    assertThat(averaged.epochs())
        .extracting(EpochResult::training)
        .isEqualTo(plain.epochs().stream().map(EpochResult::training).toList());
    assertThat(averaged.validation()).isNotEqualTo(plain.validation());
    Path file = folder.resolve("averaged.onnx");
    averaged.classifier().save(file);
    try (Scoring scoring = new Scoring(Classifier.open(file), F32.engine())) {
      assertThat(Evaluation.of(scoring, data, null, new ReadingListener() {}).figures())
          .isEqualTo(averaged.validation());
    }
  }

  @Test
  void trainingThatGoesOn_beginsWithTheOldWeights_andSaysSoInItsFile() throws IOException {
    Path data = data("red", "green");
    Path first = folder.resolve("first.onnx");
    Path second = folder.resolve("second.onnx");
    new Training(data, RECIPE, F32, new TrainingListener() {}).run().classifier().save(first);
    Heard heard = new Heard();
    // So small steps leave the weights as they were.
    Recipe still = RECIPE.optimizer(new SGD(1e-12)).epochs(1).from(first);

    TrainingResult result = new Training(data, still, F32, heard).run();

    assertThat(heard.lines).contains("Begins with " + first + ".");
    assertThat(numbers(result.classifier()))
        .usingRecursiveComparison()
        .isEqualTo(numbers(Classifier.open(first)));
    result.classifier().save(second);
    Recipe written = (Recipe) TrainingRecipe.open(second);
    assertThat(written.fromSha256()).isEqualTo(ContentHash.of(first));
    assertThatThrownBy(() -> new Training(data, written, F32, heard).run())
        .hasMessageContaining("name its file (--from)")
        .hasMessageContaining("Received: no file");
    assertThatThrownBy(
            () ->
                new Training(
                        data, written.from(second).fromSha256(ContentHash.of(first)), F32, heard)
                    .run())
        .hasMessageContaining("of the SHA-256 " + ContentHash.of(second));
  }

  @Test
  void trainingThatGoesOnWithNewClasses_keepsWhatItKnowsOfTheOld() throws IOException {
    Path first = folder.resolve("first.onnx");
    new Training(data("blue", "green", "red"), RECIPE, F32, new TrainingListener() {})
        .run()
        .classifier()
        .save(first);
    Path more = data("blue", "green", "grey", "red");
    Heard heard = new Heard();
    Recipe still = RECIPE.optimizer(new SGD(1e-12)).epochs(1).from(first);

    Classifier classifier = new Training(more, still, F32, heard).run().classifier();

    assertThat(heard.lines).anyMatch(line -> line.endsWith("these classes are new: grey."));
    Classifier old = Classifier.open(first);
    Tensor before = Objects.requireNonNull(old.weights().get("dense_1/kernel"));
    Tensor after = Objects.requireNonNull(classifier.weights().get("dense_1/kernel"));
    for (int row = 0; row < before.shape().size(0); row++) {
      for (String label : old.labels()) {
        assertThat(after.data()[row * 4 + classifier.labels().indexOf(label)])
            .isEqualTo(before.data()[row * 3 + old.labels().indexOf(label)]);
      }
    }
    Recipe larger = RECIPE.imageSize(new ImageSize(60, 60)).from(first);
    assertThatThrownBy(() -> new Training(more, larger, F32, heard).run())
        .hasMessageContaining("has no weights dense/kernel of the shape")
        .hasMessageContaining("with its size of pictures");
  }

  /** One output says of both classes how likely they are: with one exchanged, it means another. */
  @Test
  void trainingThatGoesOnWithAnotherOfTwoClasses_beginsItsLastLayerAnew() throws IOException {
    Path first = folder.resolve("first.onnx");
    new Training(data("red", "green"), RECIPE, F32, new TrainingListener() {})
        .run()
        .classifier()
        .save(first);
    Path other = folder.resolve("other");
    for (String colour : List.of("blue", "red")) {
      ColouredPictures.draw(other.resolve("train"), colour, 9, 1);
    }
    Recipe still = RECIPE.optimizer(new SGD(1e-12)).epochs(1).from(first);

    Classifier classifier =
        new Training(other, still, F32, new TrainingListener() {}).run().classifier();

    try (Model drawn = RECIPE.network(2)) {
      assertThat(Objects.requireNonNull(classifier.weights().get("dense_1/kernel")).data())
          .isEqualTo(Objects.requireNonNull(drawn.getWeights().get("dense_1/kernel")).data());
      assertThat(Objects.requireNonNull(classifier.weights().get("dense/kernel")).data())
          .isEqualTo(
              Objects.requireNonNull(Classifier.open(first).weights().get("dense/kernel")).data());
    }
  }

  private static List<float[]> numbers(Classifier classifier) {
    return classifier.weights().values().stream().map(Tensor::data).toList();
  }

  private static Figures validation(TrainingResult result) {
    return Objects.requireNonNull(result.validation());
  }

  private static byte[] bytes(Path data, Recipe recipe) throws IOException {
    return new Training(data, recipe.epochs(2), F32, new TrainingListener() {})
        .run()
        .classifier()
        .toOnnx()
        .toBytes();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (!Files.isDirectory(target)) {
          Files.copy(file, target);
        }
      }
    }
  }

  @Test
  void memoryBudget_changesNoBit() throws IOException {
    Path data = data("red", "green");
    byte[] kept = bytes(data, RECIPE);
    RunOptions frugal = F32.memoryBytes(10 * 24 * 24 * 3);
    Training training = new Training(data, RECIPE.epochs(2), frugal, new TrainingListener() {});
    assertThat(training.run().classifier().toOnnx().toBytes()).isEqualTo(kept);
  }

  @Test
  void provenance_saysWhatWasDone() throws IOException {
    TrainingResult result =
        new Training(data("red", "green"), RECIPE.epochs(1), F32, new TrainingListener() {}).run();
    Provenance provenance = result.classifier().provenance().orElseThrow();
    assertThat(Recipe.fromJson(Json.parse("recipe", provenance.recipe())))
        .isEqualTo(RECIPE.epochs(1));
    assertThat(provenance.precision()).isEqualTo(Precision.F32);
    assertThat(provenance.threads()).isEqualTo(2);
    assertThat(provenance.engine()).startsWith("oneDNN 3.");
    assertThat(provenance.data().training()).isEqualTo(40);
    assertThat(provenance.data().digest()).matches("[0-9a-f]{64}");
    assertThat(provenance.validation()).isEqualTo(result.validation());

    Path file = folder.resolve("model.onnx");
    result.classifier().save(file);
    assertThat(Classifier.open(file).provenance()).contains(provenance);
  }

  @Test
  void listener_hearsEverythingInOrder() throws IOException {
    Heard heard = new Heard();
    new Training(data("red", "green"), RECIPE.batchSize(32).epochs(2), F32, heard).run();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 54; i++) {
      expected.add("read %d of 54".formatted(i));
    }
    for (int epoch = 1; epoch <= 2; epoch++) {
      expected.add("epoch %d of 2, 2 steps".formatted(epoch));
      expected.add("step 1, 32 pictures");
      expected.add("step 2, 40 pictures");
      expected.add("end of " + epoch);
    }
    assertThat(heard.lines).isEqualTo(expected);
  }

  @Test
  void unreadableFiles_areNamedAndLeftOut() throws IOException {
    Path data = data("red", "green");
    Path half = data.resolve("train/red/half.png");
    byte[] whole = Files.readAllBytes(data.resolve("train/red/0.png"));
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
    Path empty = Files.createFile(data.resolve("validation/green/empty.jpg"));
    Path text = data.resolve("train/green/text.jpg");
    Files.writeString(text, "no picture", StandardCharsets.UTF_8);
    Heard heard = new Heard();

    TrainingResult result = new Training(data, RECIPE.epochs(1), F32, heard).run();

    assertThat(heard.skipped).isEqualTo(result.skipped());
    assertThat(result.skipped()).extracting(SkippedFile::file).containsExactly(text, half, empty);
    assertThat(result.skipped().get(2).reason()).isEqualTo("is empty");
    assertThat(result.training()).isEqualTo(40);
    assertThat(validation(result).pictures()).isEqualTo(14);
    assertThat(result.classifier().toOnnx().toBytes())
        .isEqualTo(
            new Training(removed(data, text, half, empty), RECIPE.epochs(1), F32, new Heard())
                .run()
                .classifier()
                .toOnnx()
                .toBytes());
  }

  private static Path removed(Path data, Path... files) throws IOException {
    for (Path file : files) {
      Files.delete(file);
    }
    return data;
  }

  @Test
  void noValidationPictures_isSaid() throws IOException {
    Path data = folder.resolve("data");
    for (String colour : List.of("red", "green")) {
      ColouredPictures.draw(data.resolve("train"), colour, 8, 1);
      Files.createDirectories(data.resolve("validation").resolve(colour));
    }
    Files.createFile(data.resolve("validation/red/broken.png"));
    Heard heard = new Heard();
    TrainingResult result = new Training(data, RECIPE.epochs(1), F32, heard).run();
    assertThat(result.validation()).isNull();
    assertThat(result.epochs().get(0).validation()).isNull();
    assertThat(heard.lines).anyMatch(line -> line.startsWith("There are no validation pictures"));
    assertThat(result.classifier().provenance().orElseThrow().validation()).isNull();
  }

  @Test
  void classWithoutReadablePictures_isAnError() throws IOException {
    Path data = data("red", "green");
    Path blue = Files.createDirectories(data.resolve("train/blue"));
    Files.createFile(blue.resolve("empty.png"));
    assertThatThrownBy(() -> new Training(data, RECIPE).run())
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining("'blue'");
  }

  @Test
  void stoppedRun_keepsTheLastWholeEpoch() throws IOException {
    Path data = data("red", "green");
    List<EpochResult> ended = new ArrayList<>();
    Training[] training = new Training[1];
    training[0] =
        new Training(
            data,
            RECIPE.epochs(50),
            F32,
            new TrainingListener() {
              @Override
              public void step(int step, Figures soFar) {
                if (ended.size() == 2 && step == 3) {
                  training[0].stop();
                }
              }

              @Override
              public void epochEnds(EpochResult result) {
                ended.add(result);
              }
            });
    TrainingResult result = training[0].run();
    assertThat(result.stopped()).isTrue();
    assertThat(result.epochs()).isEqualTo(ended).hasSize(2);
    assertThat(result.classifier().provenance().orElseThrow().epochs()).isEqualTo(2);
    Classifier twoEpochs =
        new Training(data, RECIPE.epochs(2), F32, new TrainingListener() {}).run().classifier();
    assertThat(weights(result.classifier())).isDeepEqualTo(weights(twoEpochs));
  }

  private static float[][] weights(Classifier classifier) {
    return classifier.weights().values().stream().map(Tensor::data).toArray(float[][]::new);
  }

  @Test
  void runStoppedBeforeItsFirstEpochIsWhole_hasNoResult() throws IOException {
    Path data = data("red", "green");
    Training early = new Training(data, RECIPE);
    early.stop();
    assertThatThrownBy(early::run)
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("no classifier");
    Training[] training = new Training[1];
    training[0] =
        new Training(
            data,
            RECIPE,
            F32,
            new TrainingListener() {
              @Override
              public void step(int step, Figures soFar) {
                training[0].stop();
              }
            });
    assertThatThrownBy(() -> training[0].run())
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("before the first epoch was whole");
  }

  @Test
  void openedClassifier_canBeTrainedOn() throws IOException {
    Path file = folder.resolve("model.onnx");
    new Training(data("red", "green"), RECIPE.epochs(1), F32, new TrainingListener() {})
        .run()
        .classifier()
        .save(file);
    Classifier opened = Classifier.open(file);
    Tensor x = Tensor.zeros(2, 24, 24, 3);
    Arrays.fill(x.data(), 0, x.data().length / 2, 0.9f);
    Tensor y = Tensor.of(Shape.of(2), new float[] {0, 1});
    try (Model model = opened.model().engine(F32.engine())) {
      model.compile(new SGD(), new BinaryCrossentropy(), new Accuracy());
      double before = model.evaluate(x, y).loss();
      model.fit(x, y, new FitOptions().epochs(20));
      assertThat(model.evaluate(x, y).loss()).isLessThan(before);
      Classifier further = new Classifier(opened.labels(), opened.preprocessing(), model);
      assertThat(weights(further)).isNotEqualTo(weights(opened));
    }
  }
}
