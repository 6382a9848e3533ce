package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder with one picture of every kind that is read, and files of kinds that are not. */
class EveryKindTest {

  /** Made by core/src/test/golden/image/pictures.py. */
  private static final Path PICTURES = Path.of("../core/src/test/resources/golden/image/pictures");

  private static final List<String> OTHERS =
      List.of("phone.heic", "web.avif", "note.jpg", "empty.png");

  @TempDir Path folder;

  @Test
  void everyKind_trainsEvaluatesAndPredicts_andOthersAreNamedOnce() throws IOException {
    Path data = folder.resolve("pictures");
    int pictures = copy(data);
    Path model = folder.resolve("model.onnx");

    Run train = Run.of(Leaves.arguments("train", data, "--out", model));
    Run evaluate = Run.of("evaluate", model, data, "--part", "train", "--json");
    Run predict = Run.of("predict", model, data, "--json");

    assertThat(train.status()).as(train.err()).isZero();
    for (String other : OTHERS) {
      assertThat(train.err()).containsOnlyOnce(other);
    }
    assertThat(train.err()).contains("HEIC").contains("AVIF").contains("save it as JPEG or PNG");
    assertThat(evaluate.status()).as(evaluate.err()).isZero();
    JsonNode predictions = new ObjectMapper().readTree(predict.out());
    assertThat(StreamSupport.stream(predictions.spliterator(), false))
        .filteredOn(each -> each.has("label"))
        .hasSize(pictures);
  }

  /** Half of them is one class, half the other. */
  private static int copy(Path data) throws IOException {
    int pictures = 0;
    for (String line : Files.readAllLines(PICTURES.resolve("index.txt"))) {
      if (line.startsWith("#")) {
        continue;
      }
      String name = line.substring(0, line.indexOf(' '));
      Path target = Files.createDirectories(data.resolve(pictures++ % 2 == 0 ? "even" : "odd"));
      Files.copy(PICTURES.resolve(name), target.resolve(name));
    }
    Path odd = data.resolve("odd");
    Files.write(
        odd.resolve("phone.heic"),
        "\0\0\0\u0018ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(
        odd.resolve("web.avif"),
        "\0\0\0\u001cftypavif\0\0\0\0avifmif1".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(odd.resolve("note.jpg"), "a picture, says the name");
    Files.createFile(odd.resolve("empty.png"));
    return pictures;
  }
}
