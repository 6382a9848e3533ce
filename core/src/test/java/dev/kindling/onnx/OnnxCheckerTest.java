package dev.kindling.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.Python;
import dev.kindling.graph.OpCase;
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
    List<String> files = new ArrayList<>();
    List<OnnxModel> models = new ArrayList<>(List.of(Networks.article(150)));
    for (OpCase one : OpCase.ALL) {
      models.add(new OnnxModel(one.graph(), Networks.weights(one.graph()), Map.of("key", "猫")));
    }
    for (OnnxModel model : models) {
      Path file = folder.resolve(files.size() + ".onnx");
      model.write(file);
      files.add(file.toString());
    }

    List<String> said = new Python("onnx").run(CHECK, files).lines().toList();

    assertThat(said).hasSize(models.size()).allMatch(line -> line.startsWith("accepted "));
  }
}
