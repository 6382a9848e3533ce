package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.experiments.Classifier;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

  @TempDir Path folder;

  @Test
  void demo_goesTheWholeWay_andSaysWhereEverythingLies() throws IOException {
    Run run = Run.of("demo", "--out", folder, "--epochs", 1);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("maple-201.jpg")
        .containsPattern("Accuracy on 1?\\d\\d pictures")
        .contains(folder.resolve("preview/preview.html").toString())
        .contains(folder.resolve("model.onnx").toString())
        .contains("./kindling train FOLDER");
    assertThat(Classifier.open(folder.resolve("model.onnx")).labels())
        .containsExactly("birch", "maple", "oak");
    assertThat(folder.resolve("preview/preview.html")).isNotEmptyFile();
    assertThat(folder.resolve("leaves/oak/oak-200.jpg")).isNotEmptyFile();
  }
}
