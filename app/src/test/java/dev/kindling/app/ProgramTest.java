package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.experiments.Classifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: what only shows from outside. */
@DisabledOnOs(OS.WINDOWS)
class ProgramTest {

  @TempDir Path folder;
  private Path leaves;
  private Path models;
  private Path model;

  @BeforeEach
  void drawLeaves() throws IOException {
    leaves = Leaves.draw(folder.resolve("leaves"), 8);
    models = Files.createDirectory(folder.resolve("models"));
    model = models.resolve("leaves.onnx");
  }

  @Test
  void json_isAllOfStandardOutput() throws Exception {
    Leaves.damage(leaves.resolve("oak"));

    Run run = run(Leaves.arguments("train", leaves, "--out", model, "--json"));

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("skipped")).hasSize(3);
    assertThat(run.err()).contains("Epoch 2/2");
  }

  @Test
  void failure_isOneLine_andItsStatus() throws Exception {
    Run run = run("predict", folder.resolve("none.onnx"), leaves);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void wrongUse_isItsStatus() throws Exception {
    assertThat(run("train", leaves, "--recipe", "scratch", "--epochs", "-3").status()).isEqualTo(2);
  }

  @Test
  void interrupt_inTheMiddleOfAnEpoch_savesTheLastWholeOne() throws Exception {
    Child train =
        Child.start(
            new ProcessBuilder(
                Child.java(
                    "train",
                    leaves,
                    "--recipe",
                    "scratch",
                    "--out",
                    model,
                    "--image-size",
                    64,
                    "--epochs",
                    100_000)));
    train.awaitErr("Epoch 2/100000  loss");
    train.interrupt();
    Run run = train.end();

    assertThat(run.status()).isEqualTo(130);
    int epochs = Classifier.open(model).provenance().orElseThrow().epochs();
    assertThat(epochs).isGreaterThanOrEqualTo(2);
    assertThat(run.err()).contains("Epoch " + epochs + "/100000").doesNotContain("\tat ");
    assertThat(run.out())
        .contains("Stopped; the model is that of the last whole epoch, " + epochs)
        .contains("Saved " + model);
    assertOnlyTheModelLies();
  }

  @Test
  void interrupt_beforeAnEpochIsWhole_savesNothing_andSaysSo() throws Exception {
    Child train =
        Child.start(
            new ProcessBuilder(
                Child.java(
                    "train",
                    leaves,
                    "--recipe",
                    "scratch",
                    "--out",
                    model,
                    "--image-size",
                    400,
                    "--epochs",
                    9)));
    train.awaitErr("No validation part");
    train.interrupt();
    Run run = train.end();

    assertThat(run.status()).isEqualTo(130);
    assertThat(run.err()).contains("there is no classifier").doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
    assertThat(models).isEmptyDirectory();
  }

  @Test
  void fullDisk_fails_andLeavesNothing() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f 200; exec \"$@\"", "-"));
    command.addAll(
        Child.java(
            "train",
            leaves,
            "--recipe",
            "scratch",
            "--out",
            model,
            "--image-size",
            64,
            "--epochs",
            1));

    Run run = Child.start(new ProcessBuilder(command)).end();

    assertThat(run.status()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains("Epoch 1/1").doesNotContain("\tat ");
    assertThat(run.err().lines().toList())
        .last()
        .asString()
        .startsWith("kindling train: ")
        .contains("leaves.onnx");
    assertThat(models).isEmptyDirectory();
  }

  @Test
  void kill_inTheMiddle_isGoneOnFrom_toTheSameBytes() throws Exception {
    Path state = folder.resolve("state");
    Path whole = models.resolve("whole.onnx");
    Object[] train = {
      "train", leaves, "--recipe", "scratch", "--image-size", 32, "--batch-size", 8, "--epochs", 6
    };
    assertThat(run(with(train, "--out", whole)).status()).isZero();
    Object[] kept = with(train, "--out", model, "--checkpoint", state, "--resume");

    Child killed = Child.start(new ProcessBuilder(Child.java(kept)));
    killed.awaitErr("Epoch 2/6  loss");
    killed.kill();
    Run resumed = run(kept);

    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(model).hasSameBinaryContentAs(whole);
  }

  @Test
  void fullDisk_leavesTheLastCheckpoint() throws Exception {
    Path state = folder.resolve("state");
    Object[] train = {
      "train",
      leaves,
      "--recipe",
      "scratch",
      "--image-size",
      64,
      "--batch-size",
      8,
      "--out",
      model,
      "--checkpoint",
      state
    };
    assertThat(run(with(train, "--epochs", 1)).status()).isZero();
    byte[] good = Files.readAllBytes(state.resolve("training.safetensors"));
    List<String> limited =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f 200; exec \"$@\"", "-"));
    limited.addAll(Child.java(with(train, "--epochs", 3, "--resume")));

    Run full = Child.start(new ProcessBuilder(limited)).end();

    assertThat(full.status()).as(full.err()).isEqualTo(1);
    assertThat(full.err())
        .contains("training.safetensors", "can be resumed")
        .doesNotContain("\tat ");
    assertThat(state.resolve("training.safetensors")).hasBinaryContent(good);
    assertThat(run(with(train, "--epochs", 3, "--resume")).status()).isZero();
  }

  private static Object[] with(Object[] arguments, Object... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray();
  }

  @Test
  void cache_liesInKindlingHome() throws Exception {
    Path home = folder.resolve("home");

    Run info = runAt(home, "cache", "info", "--json");
    Files.write(home.resolve("features-1.db"), new byte[5000]);
    Run damaged = runAt(home, "cache", "info");
    Run clear = runAt(home, "cache", "clear");
    Run after = runAt(home, "cache", "info");

    assertThat(info.status()).as(info.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(info.out());
    assertThat(json.get("file").textValue()).startsWith(home.toString());
    assertThat(json.get("entries").longValue()).isZero();
    assertThat(damaged.status()).isEqualTo(1);
    assertThat(damaged.err()).contains("features-1.db").contains("kindling cache clear");
    assertThat(clear.status()).as(clear.err()).isZero();
    assertThat(after.out()).contains("features of 0 pictures");
  }

  @Test
  void weights_areListedAndChecked_andMissedByName() throws Exception {
    Path home = folder.resolve("home");

    Run list = runAt(home, "weights", "list");
    ProcessBuilder withoutPython =
        new ProcessBuilder(Child.java("weights", "fetch", "efficientnet-lite0"));
    withoutPython.environment().put("KINDLING_HOME", home.toString());
    withoutPython.environment().put("PATH", folder.toString());
    Run fetch = Child.start(withoutPython).end();
    Path weights = Files.createDirectories(home.resolve("weights"));
    Files.write(weights.resolve("efficientnet-lite0-57934424.pth"), new byte[10]);
    Run verify = runAt(home, "weights", "verify");
    Run unknown = runAt(home, "weights", "fetch", "resnet1");
    Run other =
        runAt(
            home,
            "weights",
            "import",
            weights.resolve("efficientnet-lite0-57934424.pth"),
            "--as",
            "vgg16");
    Run offline =
        runAt(home, "train", leaves, "--recipe", "features", "--backbone", "resnet18", "--offline");

    Run auto = runAt(home, "train", leaves, "--offline");

    assertThat(auto.status()).isEqualTo(1);
    assertThat(auto.err())
        .contains("efficientnet-lite1 is left out")
        .contains("no weights of a pretrained network")
        .contains("--recipe scratch");
    assertThat(list.out()).contains("efficientnet-lite0").contains("absent").contains("Apache-2.0");
    assertThat(list.out()).contains("convnext-tiny").contains("BSD-3-Clause").contains("https://");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("is not vgg16").contains("397923af");
    assertThat(offline.status()).isEqualTo(1);
    assertThat(offline.err()).contains("resnet18 is not here");
    assertThat(fetch.status()).isEqualTo(1);
    assertThat(fetch.err()).contains("pip").contains("--weights FILE");
    assertThat(verify.status()).isEqualTo(1);
    assertThat(verify.err())
        .contains("57934424.pth")
        .contains("SHA-256")
        .contains("fetch it again");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("Known: efficientnet-lite0");
  }

  private static Run runAt(Path home, Object... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder program = new ProcessBuilder(Child.java(arguments));
    program.environment().put("KINDLING_HOME", home.toString());
    return Child.start(program).end();
  }

  private static Run run(Object... arguments) throws IOException, InterruptedException {
    return Child.start(new ProcessBuilder(Child.java(arguments))).end();
  }

  private void assertOnlyTheModelLies() throws IOException {
    try (Stream<Path> files = Files.list(models)) {
      assertThat(files).containsExactly(model);
    }
  }
}
