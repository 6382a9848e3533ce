package dev.kindling.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileNamesTest {

  @Test
  void order_isPythons() {
    // By UTF-16 units, as Java compares, U+1F431 would come before U+FF5E.
    assertThat(
            Stream.of("\uD83D\uDC31", "\uFF5E", "b", "a.b", "a/b", "a-b", "a", "B")
                .sorted(FileNames.ORDER))
        .containsExactly("B", "a", "a-b", "a.b", "a/b", "b", "\uFF5E", "\uD83D\uDC31");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void names_lostByTheLocaleAreRefusedAndNotDropped(@TempDir Path root)
      throws IOException, InterruptedException {
    assumeThat(Charset.forName(System.getProperty("sun.jnu.encoding")))
        .as("the encoding of file names here")
        .isEqualTo(StandardCharsets.UTF_8);
    Files.createDirectory(root.resolve("dogs"));
    Files.createFile(Files.createDirectory(root.resolve("\u732b")).resolve("a.jpg"));

    ProcessBuilder child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ListDirectory.class.getName(),
                root.toString())
            .redirectErrorStream(true);
    child.environment().put("LC_ALL", "C");
    Process process = child.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isNotZero();
    assertThat(output).contains("cannot be read").contains("LC_ALL=C.UTF-8");
  }

  /** Lists a folder in a process with another locale. */
  static final class ListDirectory {
    public static void main(String[] arguments) throws IOException {
      KerasDirectory.list(Path.of(arguments[0]));
    }
  }
}
