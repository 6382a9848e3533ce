package dev.kindling.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.graph.Add;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelWriteTest {

  @TempDir Path folder;

  @Test
  void file_isReplacedWhole() throws Exception {
    Path file = folder.resolve("猫.onnx");
    Files.writeString(file, "an older file");
    OnnxModel model = Networks.article(22);

    model.write(file);

    assertThat(file).hasBinaryContent(model.toBytes());
    assertThat(OnnxModel.read(file).toBytes()).isEqualTo(model.toBytes());
    assertThat(namesInFolder()).containsExactly("猫.onnx");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void file_mayBeReadByWhomeverOtherFilesMay() throws Exception {
    Path other = Files.createFile(folder.resolve("other"));
    Path file = folder.resolve("model.onnx");

    Networks.article(22).write(file);

    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void link_staysALink() throws Exception {
    Path file = Files.createFile(folder.resolve("model.onnx"));
    Path link = Files.createSymbolicLink(folder.resolve("link.onnx"), file);

    Networks.article(22).write(link);

    assertThat(link).isSymbolicLink();
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void threadThatWasAskedToStop_stillSavesAndReads() throws Exception {
    Path file = folder.resolve("model.onnx");
    Thread.currentThread().interrupt();

    Networks.article(22).write(file);
    OnnxModel.read(file);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(namesInFolder()).containsExactly("model.onnx");
  }

  @Test
  void impossiblePlace_isNamed() throws Exception {
    Path nowhere = folder.resolve("no/such/folder/model.onnx");
    Path underFile = Files.createFile(folder.resolve("file")).resolve("model.onnx");

    assertThatThrownBy(() -> Networks.article(22).write(nowhere))
        .isInstanceOf(IOException.class)
        .hasMessage("Cannot write " + nowhere + ": its folder does not exist");
    assertThatThrownBy(() -> Networks.article(22).write(underFile))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot write " + underFile + ": ");
    assertThatThrownBy(() -> Networks.article(22).write(folder))
        .hasMessage("Cannot write " + folder + ": there is a folder of that name");
    assertThat(namesInFolder()).containsExactly("file");
  }

  /** What a full disk does, in a process that may write files of 8 blocks only. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void fullDisk_leavesTheOlderFileAndNothingElse() throws Exception {
    Path file = folder.resolve("model.onnx");
    Files.writeString(file, "an older file");

    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f 8; exec \"$0\" -XX:-UsePerfData -cp \"$1\" \"$2\" \"$3\"",
                ProcessHandle.current().info().command().orElseThrow(),
                System.getProperty("java.class.path"),
                WritesArticle.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isEqualTo(3);
    assertThat(said).startsWith("Cannot write " + file + ": File too large");
    assertThat(file).hasContent("an older file");
    assertThat(namesInFolder()).containsExactly("model.onnx");
  }

  static final class WritesArticle {
    public static void main(String[] args) {
      try {
        Networks.article(22).write(Path.of(args[0]));
      } catch (IOException e) {
        System.out.println(e.getMessage());
        System.exit(3);
      }
    }
  }

  @Test
  void weightsForMoreThanOneFile_areRefused() {
    Tensor shared = Tensor.zeros(1 << 26); // 256 MiB, in the model nine times
    Graph.Builder builder = new Graph.Builder();
    String value = builder.input("x", ElementType.FLOAT, Shape.of(Shape.FREE, 1 << 26));
    Map<String, Tensor> weights = new HashMap<>();
    for (int i = 0; i < 9; i++) {
      weights.put("w" + i, shared);
      value = builder.node("y" + i, new Add(), value, builder.parameter("w" + i, shared.shape()));
    }
    OnnxModel model = new OnnxModel(builder.build(List.of(value)), weights, Map.of());

    assertThatThrownBy(model::toBytes)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its weights take 2415919104 bytes; one ONNX file holds at most");
  }

  private List<String> namesInFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
