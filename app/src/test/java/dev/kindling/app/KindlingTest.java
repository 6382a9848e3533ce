package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindlingTest {

  @Test
  void help_saysWhereToStart() throws IOException {
    Run help = Run.of("--help");

    assertThat(help.status()).isZero();
    assertThat(help.out()).isEqualTo(golden("kindling"));
    assertThat(help.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "train",
        "evaluate",
        "predict",
        "preview",
        "summary",
        "import",
        "export",
        "features",
        "find-rate",
        "weights",
        "cache"
      })
  void help_ofACommand_listsItsOptionsWithExamples(String command) throws IOException {
    Run help = Run.of(command, "--help");

    assertThat(help.status()).isZero();
    assertThat(help.out()).isEqualTo(golden(command)).contains("Example");
  }

  @Test
  void version_isPrinted() {
    Run version = Run.of("--version");

    assertThat(version.status()).isZero();
    assertThat(version.out()).startsWith("kindling ").contains("Java " + Runtime.version());
  }

  @Test
  void noCommand_isWrongUse() {
    Run run = Run.of();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Which command?").contains("Try 'kindling --help'.");
  }

  @Test
  void unknownCommand_isWrongUse_andTheNearestIsNamed() {
    Run run = Run.of("preveiw", "pictures");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("preveiw").contains("preview");
  }

  @Test
  void unknownOption_isWrongUse_inAFewLines() {
    Run run = Run.of("preview", "cat.jpg", "--rotate", "40");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("--rotate")
        .contains("--rotation-range")
        .contains("Try 'kindling preview --help'.");
    assertThat(run.err().lines().count()).isLessThan(6);
  }

  @Test
  void debug_showsTheStackTrace_andNothingElseDoes() {
    assertThat(Run.of("summary", "no-such.onnx").err()).doesNotContain("\tat ");
    assertThat(Run.of("summary", "no-such.onnx", "--debug").err()).contains("\tat ");
    assertThat(Run.of("--debug", "summary", "no-such.onnx").err()).contains("\tat ");
  }

  /** The text that a command's help should be; {@code kindling COMMAND --help} writes it anew. */
  private static String golden(String command) throws IOException {
    try (InputStream file =
        KindlingTest.class.getResourceAsStream("/golden/help/" + command + ".txt")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
