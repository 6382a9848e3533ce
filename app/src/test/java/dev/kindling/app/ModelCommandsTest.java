package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with a model: predict, evaluate, summary. */
class ModelCommandsTest {

  @TempDir static Path folder;
  private static Path model;
  private static Path leaves;

  @BeforeAll
  static void train() throws IOException {
    model = Leaves.train(folder);
    leaves = folder.resolve("leaves");
  }

  @Test
  void predict_givesARowForEachFile_inOrder() {
    Path oak = leaves.resolve("oak/oak-001.jpg");
    Path birch = leaves.resolve("birch/birch-002.jpg");

    Run run = Run.of("predict", model, oak, birch);

    assertThat(run.status()).as(run.err()).isZero();
    List<String> rows = run.out().lines().toList();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).matches("(birch|maple|oak)\\s+[0-9.]+ %  .*oak-001.jpg");
    assertThat(rows.get(1)).matches("(birch|maple|oak)\\s+[0-9.]+ %  .*birch-002.jpg");
  }

  @Test
  void predict_json_hasTheScoresOfAllClasses() throws IOException {
    Run run = Run.of("predict", model, leaves.resolve("oak"), "--json");

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode rows = new ObjectMapper().readTree(run.out());
    assertThat(rows).hasSize(8);
    for (JsonNode row : rows) {
      JsonNode scores = row.get("scores");
      assertThat(scores.fieldNames()).toIterable().containsExactly("birch", "maple", "oak");
      double sum = 0;
      for (JsonNode score : scores) {
        sum += score.doubleValue();
        assertThat(score.doubleValue()).isLessThanOrEqualTo(row.get("score").doubleValue());
      }
      assertThat(sum).isBetween(0.9999, 1.0001);
      assertThat(scores.get(row.get("label").textValue())).isEqualTo(row.get("score"));
    }
  }

  @Test
  void predict_folder_takesEveryFileThatIsNotHidden() throws IOException {
    Path mixed = folder.resolve("mixed");
    Files.createDirectories(mixed.resolve("inner"));
    Path oak = leaves.resolve("oak/oak-001.jpg");
    Files.copy(oak, mixed.resolve("b"));
    Files.copy(oak, mixed.resolve("a.xyz"));
    Files.copy(oak, mixed.resolve("inner/c.JPEG"));
    Files.copy(oak, mixed.resolve(".hidden.jpg"));
    Files.createFile(mixed.resolve("Thumbs.db"));

    Run run = Run.of("predict", model, mixed, "--json");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(new ObjectMapper().readTree(run.out()).findValuesAsText("file"))
        .containsExactly(
            mixed.resolve("a.xyz").toString(),
            mixed.resolve("b").toString(),
            mixed.resolve("inner/c.JPEG").toString());
  }

  @Test
  void predict_fileThatIsNoPicture_isAnErrorInItsRow_andTheRestIsDone() throws IOException {
    Path kind = Files.createDirectories(folder.resolve("damaged"));
    Files.copy(leaves.resolve("oak/oak-001.jpg"), kind.resolve("a.jpg"));
    Leaves.damage(kind);
    Files.copy(leaves.resolve("oak/oak-001.jpg"), kind.resolve("z.jpg"));

    Run json = Run.of("predict", model, kind, folder.resolve("none.jpg"), "--json");
    Run rows = Run.of("predict", model, kind, folder.resolve("none.jpg"));

    assertThat(json.status()).isEqualTo(1);
    assertThat(json.err()).isEmpty();
    JsonNode document = new ObjectMapper().readTree(json.out());
    assertThat(document).hasSize(6);
    assertThat(document.get(0).has("label")).isTrue();
    assertThat(document.get(1).get("error").textValue()).isEqualTo("is empty");
    assertThat(document.get(2).get("error").textValue()).contains("is cut off");
    assertThat(document.get(3).get("error").textValue()).contains("is not a JPEG");
    assertThat(document.get(4).has("label")).isTrue();
    assertThat(document.get(5).get("error").textValue()).contains("there is no");
    assertThat(document.get(5).has("label")).isFalse();
    assertThat(rows.status()).isEqualTo(1);
    assertThat(rows.out().lines().toList())
        .hasSize(6)
        .anyMatch(row -> row.matches("error .*empty.jpg is empty"));
  }

  @Test
  void predict_folderWithoutFiles_fails() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    Run run = Run.of("predict", model, empty, "--json");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("no files in " + empty);
  }

  @Test
  void photoInPlaceOfAModel_fails() {
    Path oak = leaves.resolve("oak/oak-001.jpg");
    for (Run run :
        List.of(
            Run.of("predict", oak, oak), Run.of("evaluate", oak, leaves), Run.of("summary", oak))) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).contains("oak-001.jpg").contains("picture");
    }
  }

  @Test
  void missingModel_fails() {
    Run run = Run.of("predict", folder.resolve("none.onnx"), leaves);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("none.onnx");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void predict_withoutPictures_isWrongUse() {
    assertThat(Run.of("predict", model).status()).isEqualTo(2);
    assertThat(Run.of("predict", model, leaves, "--threads", 0).status()).isEqualTo(2);
  }

  @Test
  void evaluate_json_sumsUp() throws IOException {
    Run run = Run.of("evaluate", model, leaves, "--part", "train", "--json");

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "part", "pictures", "accuracy", "loss", "per_class", "confusion", "skipped");
    assertThat(json.get("part").textValue()).isEqualTo("train");
    int pictures = json.get("pictures").intValue();
    int right = 0;
    int all = 0;
    for (String actual : List.of("birch", "maple", "oak")) {
      JsonNode row = json.get("confusion").get(actual);
      for (JsonNode count : row) {
        all += count.intValue();
      }
      right += row.get(actual).intValue();
      assertThat(json.get("per_class").get(actual).fieldNames())
          .toIterable()
          .containsExactly("precision", "recall", "f1", "pictures");
    }
    assertThat(all).isEqualTo(pictures);
    assertThat(json.get("accuracy").doubleValue()).isEqualTo(right / (double) pictures);
    assertThat(json.get("skipped")).isEmpty();
  }

  @Test
  void evaluate_takesTestIfThereIsOne() throws IOException {
    Path parts = folder.resolve("parts");
    Leaves.draw(parts.resolve("train"), 1);
    Leaves.draw(parts.resolve("validation"), 1);
    Leaves.draw(parts.resolve("test"), 2);

    Run run = Run.of("evaluate", model, parts);
    Run validation = Run.of("evaluate", model, parts, "--part", "validation");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("on 6 pictures of the test part").contains("taken for");
    assertThat(validation.out()).contains("on 3 pictures of the validation part");
    assertThat(Run.of("evaluate", model, parts, "--part", "tset").status()).isEqualTo(2);
  }

  @Test
  void evaluate_givesWhatTrainingSaid() throws IOException {
    Path again = folder.resolve("again.onnx");
    Run train = Run.of(Leaves.arguments("train", leaves, "--out", again, "--json"));
    Run evaluate = Run.of("evaluate", again, leaves, "--json");

    JsonNode said = new ObjectMapper().readTree(train.out()).get("validation");
    JsonNode measured = new ObjectMapper().readTree(evaluate.out());
    for (String figure : List.of("accuracy", "loss", "pictures")) {
      assertThat(measured.get(figure)).as(figure).isEqualTo(said.get(figure));
    }
  }

  @Test
  void summary_namesClassesSizeAndLayers() {
    Run run = Run.of("summary", model);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Classes: birch, maple, oak")
        .contains("32x32")
        .contains("conv2d")
        .contains("Total params");
  }
}
