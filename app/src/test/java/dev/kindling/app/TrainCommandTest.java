package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.experiments.Classifier;
import dev.kindling.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

  @TempDir Path folder;

  @Test
  void train_savesAModel_andSaysHowGoodItIs() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 10);
    Path model = folder.resolve("leaves.onnx");

    Run run = Run.of(Leaves.arguments("train", leaves, "--out", model));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("Saved " + model + ": birch, maple, oak; accuracy ")
        .contains("of 6 validation pictures");
    assertThat(run.err())
        .containsPattern("Epoch 1/2  loss [0-9.]+  accuracy [0-9.]+  val_loss [0-9.]+  val_acc")
        .containsPattern("Epoch 2/2  loss ")
        .doesNotContain("\r");
    assertThat(Classifier.open(model).labels()).containsExactly("birch", "maple", "oak");
  }

  @Test
  void preset_decidesTheModel_andIsWrittenDown() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 10);
    Path light = folder.resolve("light.onnx");
    Path none = folder.resolve("none.onnx");

    Run first = Run.of(Leaves.arguments("train", leaves, "--out", light, "--augment", "light"));
    Run second = Run.of(Leaves.arguments("train", leaves, "--out", none, "--augment", "none"));

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(second.status()).as(second.err()).isZero();
    JsonNode recipe =
        new ObjectMapper().readTree(Classifier.open(light).provenance().orElseThrow().recipe());
    assertThat(recipe.get("augment").textValue()).isEqualTo("light");
    assertThat(firstWeights(light)).isNotEqualTo(firstWeights(none));
  }

  @Test
  void classWeights_decideTheModel_andAreWrittenDown() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 10);
    Path plain = folder.resolve("plain.onnx");
    Path weighted = folder.resolve("weighted.onnx");
    Path weights =
        Files.writeString(folder.resolve("weights.json"), "{\"oak\": 5, \"maple\": 0.5}");

    Run first = Run.of(Leaves.arguments("train", leaves, "--out", plain));
    Run second =
        Run.of(
            Leaves.arguments(
                "train", leaves, "--out", weighted, "--class-weights", weights.toString()));

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(second.status()).as(second.err()).isZero();
    JsonNode recipe =
        new ObjectMapper().readTree(Classifier.open(weighted).provenance().orElseThrow().recipe());
    assertThat(recipe.get("class_weights")).hasToString("{\"maple\":0.5,\"oak\":5.0}");
    assertThat(firstWeights(weighted)).isNotEqualTo(firstWeights(plain));
  }

  @Test
  void classWeights_thatAreNone_areRefusedByName() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 10);
    Path list = Files.writeString(folder.resolve("list.json"), "[1, 2]");
    Path other = Files.writeString(folder.resolve("other.json"), "{\"yew\": 2}");
    assertThat(Run.of(Leaves.arguments("train", leaves, "--class-weights", "even")).err())
        .contains("--class-weights")
        .contains("balanced, or a file that can be read")
        .contains("even");
    assertThat(Run.of(Leaves.arguments("train", leaves, "--class-weights", list)).err())
        .contains("list.json: it must hold an object");
    assertThat(Run.of(Leaves.arguments("train", leaves, "--class-weights", other)).err())
        .contains("There is a class weight for 'yew'")
        .contains("birch, maple, oak");
  }

  private static float[] firstWeights(Path model) throws IOException {
    return Classifier.open(model).model().getWeights().values().iterator().next().data();
  }

  @Test
  void train_json_isOneDocument() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 10);
    Leaves.damage(leaves.resolve("oak"));
    Path model = folder.resolve("leaves.onnx");

    Run run = Run.of(Leaves.arguments("train", leaves, "--out", model, "--json"));

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("model").textValue()).isEqualTo(model.toString());
    assertThat(json.get("classes")).hasToString("[\"birch\",\"maple\",\"oak\"]");
    assertThat(json.get("epochs")).hasSize(2);
    JsonNode last = json.get("epochs").get(1);
    assertThat(last.fieldNames())
        .toIterable()
        .containsExactly(
            "epoch", "loss", "accuracy", "val_loss", "val_accuracy", "seconds", "val_seconds");
    assertThat(last.get("epoch").intValue()).isEqualTo(2);
    assertThat(last.get("seconds").doubleValue()).isPositive();
    assertThat(json.get("validation").get("accuracy")).isEqualTo(last.get("val_accuracy"));
    assertThat(json.get("validation").get("loss")).isEqualTo(last.get("val_loss"));
    assertThat(json.get("validation").get("pictures").intValue()).isPositive();
    assertThat(json.get("skipped")).hasSize(3);
    assertThat(json.get("skipped").findValuesAsText("file"))
        .allMatch(file -> file.startsWith(leaves.resolve("oak").toString()));
    assertThat(json.get("skipped").findValuesAsText("reason")).allMatch(why -> !why.isBlank());
    assertThat(json.get("seconds").doubleValue()).isPositive();
  }

  @Test
  void train_damagedFiles_areNamedAndCounted_andTheModelIsSaved() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 10);
    Leaves.damage(leaves.resolve("oak"));

    Run run = Run.of(Leaves.arguments("train", leaves, "--out", folder.resolve("leaves.onnx")));

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .contains("half.jpg is cut off")
        .contains("empty.jpg is empty")
        .contains("text.jpg is");
    assertThat(run.out()).contains("3 files left out");
  }

  @Test
  void train_sameCommandTwice_sameBytes() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 6);

    Run.of(Leaves.arguments("train", leaves, "--out", folder.resolve("a.onnx")));
    Run.of(Leaves.arguments("train", leaves, "--out", folder.resolve("b.onnx")));
    Run.of(Leaves.arguments("train", leaves, "--out", folder.resolve("c.onnx"), "--seed", 2));

    assertThat(folder.resolve("a.onnx")).hasSameBinaryContentAs(folder.resolve("b.onnx"));
    assertThat(Files.mismatch(folder.resolve("a.onnx"), folder.resolve("c.onnx"))).isNotNegative();
  }

  @Test
  void train_augmentationOptions_changeTheRecipe() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 4);
    Path model = folder.resolve("leaves.onnx");

    Run run =
        Run.of(
            Leaves.arguments(
                "train",
                leaves,
                "--out",
                model,
                "--rotation-range",
                40,
                "--zoom-range",
                "0.9,1.3",
                "--no-horizontal-flip",
                "--width-shift-range",
                3));

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode recipe =
        new ObjectMapper().readTree(Classifier.open(model).provenance().orElseThrow().recipe());
    assertThat(recipe.get("augmentation").toString())
        .contains("\"rotation_range\":40")
        .contains("0.9")
        .contains("1.3")
        .contains("\"horizontal_flip\":false");
    assertThat(recipe.get("augmentation").get("shear_range").doubleValue()).isBetween(11.4, 11.5);
  }

  @Test
  void train_fromAModel_goesOnByItsRecipe_withOtherClasses() throws IOException {
    Path model = Leaves.train(folder);
    Path leaves = folder.resolve("leaves");
    Files.move(leaves.resolve("oak"), leaves.resolve("quercus"));
    Path further = folder.resolve("further.onnx");

    Run run = Run.of("train", leaves, "--from", model, "--out", further, "--epochs", 1);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("Begins with " + model + ", to which these classes are new: quercus.");
    assertThat(Classifier.open(further).labels()).containsExactly("birch", "maple", "quercus");
    assertThat(Classifier.open(further).preprocessing().imageSize().height()).isEqualTo(32);
    assertThat(Run.of("train", leaves, "--from", leaves.resolve("quercus"), "--out", further).err())
        .contains("quercus");
  }

  @Test
  void train_tensorboardAndEma() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 4);
    Path model = folder.resolve("leaves.onnx");
    Path board = folder.resolve("board");

    Run run =
        Run.of(
            Leaves.arguments(
                "train", leaves, "--out", model, "--ema", 0.9, "--tensorboard", board));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Classifier.open(model).provenance().orElseThrow().recipe())
        .contains("\"ema_momentum\":0.9");
    try (Stream<Path> files = Files.walk(board)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> board.relativize(file).toString()))
          .hasSize(2)
          .anyMatch(file -> file.startsWith("train/events.out.tfevents."))
          .anyMatch(file -> file.startsWith("validation/events.out.tfevents."));
    }
  }

  @Test
  void train_oneClass_fails() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 2);
    Path oaks = Files.createDirectory(folder.resolve("oaks"));
    Files.move(leaves.resolve("oak"), oaks.resolve("oak"));

    assertFails(oaks, "two classes").contains("'oak'");
  }

  @Test
  void train_noPictures_fails() throws IOException {
    Path empty = folder.resolve("empty");
    Files.createDirectories(empty.resolve("cats"));

    assertFails(empty, "no pictures");
  }

  @Test
  void train_missingFolder_fails() {
    assertFails(folder.resolve("none"), "There is no folder " + folder.resolve("none"));
  }

  @Test
  void train_valueOutOfRange_isWrongUse() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 2);
    for (List<String> option :
        List.of(
            List.of("--epochs", "-3"),
            List.of("--epochs", "0"),
            List.of("--epochs", "many"),
            List.of("--batch-size", "0"),
            List.of("--image-size", "8"),
            List.of("--seed", "-1"),
            List.of("--threads", "0"),
            List.of("--precision", "f64"),
            List.of("--recipe", "magic"),
            List.of("--rescale", "0"))) {
      Path model = folder.resolve("leaves.onnx");

      List<Object> command = new ArrayList<>(List.of("train", leaves, "--out", model));
      command.addAll(option);
      if (!option.contains("--recipe")) {
        command.addAll(List.of("--recipe", "scratch"));
      }
      Run run = Run.of(command.toArray());

      assertThat(run.status()).as(option.toString()).isEqualTo(2);
      assertThat(run.err()).as(option.toString()).contains(option.get(1)).contains("--help");
      assertThat(model).doesNotExist();
    }
  }

  @Test
  void option_ofAnotherRecipe_isRefusedByName() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 2);

    Run epochs = Run.of("train", leaves, "--epochs", 3);
    Run goal = Run.of("train", leaves, "--recipe", "features", "--goal", "speed");
    Run flip = Run.of("train", leaves, "--recipe", "features", "--no-horizontal-flip");

    assertThat(epochs.status()).isEqualTo(2);
    assertThat(epochs.err())
        .contains("--epochs belongs to --recipe bottleneck or finetune or scratch", "auto");
    assertThat(goal.err()).contains("--goal belongs to --recipe auto", "features");
    assertThat(flip.err()).contains("--horizontal-flip belongs to --recipe finetune or scratch");
  }

  @Test
  void recipe_ofAModel_isRepeated_andChangedByOtherOptions() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 6);
    Path first = folder.resolve("first.onnx");
    Path again = folder.resolve("again.onnx");
    Path other = folder.resolve("other.onnx");
    Path json = folder.resolve("recipe.json");
    Run.of(Leaves.arguments("train", leaves, "--out", first, "--rotation-range", 30));
    String recipe = Classifier.open(first).provenance().orElseThrow().recipe();
    Files.writeString(json, recipe);

    Run run = Run.of("train", leaves, "--out", again, "--recipe", first);
    Run changed = Run.of("train", leaves, "--out", other, "--recipe", json, "--epochs", 1);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(again).hasSameBinaryContentAs(first);
    assertThat(changed.status()).as(changed.err()).isZero();
    assertThat(Classifier.open(other).provenance().orElseThrow().recipe())
        .isEqualTo(recipe.replace("\"epochs\":2", "\"epochs\":1"));
  }

  @Test
  void recipe_fileThatHoldsNone_isNamed() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 2);
    Path list = Files.writeString(folder.resolve("list.json"), "{\"name\": \"magic\"}");

    Run run = Run.of("train", leaves, "--recipe", list);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("list.json holds no recipe", "auto", "scratch", "magic");
  }

  @Test
  void optimizationOptions_changeTheRecipe_andTheModel() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 6);
    Path plain = folder.resolve("plain.onnx");
    Path other = folder.resolve("other.onnx");
    Object[] options = {
      "train",
      leaves,
      "--out",
      other,
      "--optimizer",
      "sgd",
      "--learning-rate",
      0.02,
      "--momentum",
      0.9,
      "--nesterov",
      "--schedule",
      "one_cycle",
      "--weight-decay",
      1e-4,
      "--clip-norm",
      1,
      "--label-smoothing",
      0.1,
      "--dropout",
      0.2,
      "--l2",
      1e-3
    };
    Run.of(Leaves.arguments("train", leaves, "--out", plain));

    Run run = Run.of(Leaves.arguments(options));

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode recipe =
        new ObjectMapper().readTree(Classifier.open(other).provenance().orElseThrow().recipe());
    assertThat(recipe.get("optimizer").get("class_name").textValue()).isEqualTo("SGD");
    assertThat(recipe.get("optimizer").get("learning_rate").doubleValue()).isEqualTo(0.02);
    assertThat(recipe.get("optimizer").get("nesterov").booleanValue()).isTrue();
    assertThat(recipe.get("schedule").textValue()).isEqualTo("one_cycle");
    assertThat(recipe.get("dropout").doubleValue()).isEqualTo(0.2);
    assertThat(recipe.get("l2").doubleValue()).isEqualTo(1e-3);
    assertThat(firstWeights(other)).isNotEqualTo(firstWeights(plain));
    assertThat(Run.of(Leaves.arguments("train", leaves, "--nesterov")).err())
        .contains("--nesterov to sgd", "RMSprop");
  }

  @Test
  void patience_keepsTheBestEpoch_andSaysWhoChoseIt() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 8);
    Path model = folder.resolve("leaves.onnx");

    Run run =
        Run.of(
            "train",
            leaves,
            "--out",
            model,
            "--recipe",
            "scratch",
            "--image-size",
            32,
            "--batch-size",
            8,
            "--epochs",
            40,
            "--learning-rate",
            0.02,
            "--patience",
            2);

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode trained = new ObjectMapper().readTree(provenance(model));
    int chosen = trained.get("epoch_chosen_by_validation").intValue();
    assertThat(trained.get("epochs").intValue()).isEqualTo(chosen + 2).isLessThan(40);
    assertThat(run.out()).contains("(of epoch " + chosen + ", chosen by these pictures)");
    assertThat(Run.of("summary", model).out())
        .contains("this is epoch " + chosen + ", chosen by the validation pictures");
    assertThat(Run.of("evaluate", model, leaves).out()).contains("chosen by validation pictures");
  }

  private static String provenance(Path model) throws IOException {
    return Objects.requireNonNull(OnnxModel.read(model).metadata().get("kindling.provenance"));
  }

  @Test
  void csvLog_hasARowForEachEpoch() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 6);
    Path log = folder.resolve("log.csv");

    Run run =
        Run.of(
            Leaves.arguments("train", leaves, "--csv-log", log, "--out", folder.resolve("m.onnx")));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readAllLines(log)).hasSize(3).first().asString().contains("epoch", "val_loss");
  }

  @Test
  void checkpoint_isGoneOnFrom_toTheSameBytes() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 6);
    Path whole = folder.resolve("whole.onnx");
    Path model = folder.resolve("model.onnx");
    Path state = folder.resolve("state");
    Object[] shorter = {
      "train",
      leaves,
      "--recipe",
      "scratch",
      "--image-size",
      32,
      "--batch-size",
      8,
      "--out",
      model,
      "--checkpoint",
      state,
      "--epochs",
      1
    };
    Run.of(Leaves.arguments("train", leaves, "--out", whole));

    Run first = Run.of(shorter);
    Run refused = Run.of(shorter);
    Run resumed =
        Run.of(
            Leaves.arguments("train", leaves, "--out", model, "--checkpoint", state, "--resume"));

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("holds the state of a training", state.toString());
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(model).hasSameBinaryContentAs(whole);
    assertThat(Run.of(Leaves.arguments("train", leaves, "--resume")).err())
        .contains("--checkpoint FOLDER");
  }

  @Test
  void train_unwritablePlace_failsBeforeTheWork() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 2);
    Path file = Files.writeString(folder.resolve("file"), "in the way");

    for (Path out :
        List.of(file.resolve("model.onnx"), folder.resolve("none/model.onnx"), folder)) {
      Run run = Run.of("train", leaves, "--out", out);

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).contains(out.toString()).doesNotContain("Epoch");
    }
  }

  @Test
  void train_olderModel_isReplacedAsAWhole_andNothingElseIsLeft() throws IOException {
    Path leaves = Leaves.draw(folder.resolve("leaves"), 4);
    Path models = Files.createDirectory(folder.resolve("models"));
    Path model = Files.writeString(models.resolve("leaves.onnx"), "an older one");

    Run.of(Leaves.arguments("train", leaves, "--out", model));

    assertThat(Classifier.open(model).labels()).hasSize(3);
    try (Stream<Path> files = Files.list(models)) {
      assertThat(files).containsExactly(model);
    }
  }

  private org.assertj.core.api.AbstractStringAssert<?> assertFails(Path data, String why) {
    Path model = folder.resolve("leaves.onnx");
    Run run = Run.of("train", data, "--out", model, "--recipe", "scratch", "--json");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(model).doesNotExist();
    assertThat(run.err().lines()).hasSize(1);
    return assertThat(run.err()).startsWith("kindling train: ").contains(why);
  }
}
