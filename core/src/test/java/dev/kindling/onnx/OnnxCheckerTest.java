package dev.kindling.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.graph.OpCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** ONNX's own checker on our files. Its first run fetches the Python package, once. */
@Tag("python")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bench/python-env needs bash")
class OnnxCheckerTest {

  private static final String CHECK =
      """
      import sys
      import onnx
      for name in sys.argv[1:]:
          onnx.checker.check_model(name, full_check=True)
          print("accepted", name)
      """;

  @TempDir Path folder;

  @Test
  void checker_acceptsEveryOperatorAndTheArticlesNetwork() throws Exception {
    List<String> command = new ArrayList<>(List.of(python(), "-c", CHECK));
    List<OnnxModel> models = new ArrayList<>(List.of(Networks.article(150)));
    for (OpCase one : OpCase.ALL) {
      models.add(new OnnxModel(one.graph(), Networks.weights(one.graph()), Map.of("key", "猫")));
    }
    for (OnnxModel model : models) {
      Path file = folder.resolve(command.size() + ".onnx");
      model.write(file);
      command.add(file.toString());
    }

    List<String> said = run(command).lines().toList();

    assertThat(said).hasSize(models.size()).allMatch(line -> line.startsWith("accepted "));
  }

  /** The interpreter of an environment that has the package. */
  private String python() throws IOException, InterruptedException {
    Path bench = Path.of(System.getProperty("basedir", "."), "..", "bench").normalize();
    String script = bench.resolve("python-env").toString();
    String requirements = bench.resolve("requirements-onnx.txt").toString();
    return run(List.of("bash", script, "onnx", requirements)).strip();
  }

  /** What a program prints; if it fails, its complaints are the test's. */
  private String run(List<String> command) throws IOException, InterruptedException {
    Path complaints = folder.resolve("complaints.txt");
    Process process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor())
        .as("%s: %s", command.get(0), Files.readString(complaints))
        .isZero();
    return said;
  }
}
