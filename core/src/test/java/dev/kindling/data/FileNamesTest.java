package dev.kindling.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names in any script, seen by a Java that is started under another locale. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere names do not depend on the locale")
class FileNamesTest {

  @TempDir Path folder;

  /** What the other Java runs: it prints the classes as numbers of characters, or the trouble. */
  static final class ClassesOfAFolder {

    private ClassesOfAFolder() {}

    public static void main(String[] arguments) {
      try {
        ImageFolder.open(Path.of(arguments[0]))
            .labels()
            .forEach(label -> System.out.println(label.codePoints().boxed().toList()));
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void order_isPythons() {
    // By UTF-16 units, as Java compares, U+1F431 would come before U+FF5E.
    assertThat(
            Stream.of("\uD83D\uDC31", "\uFF5E", "b", "a.b", "a/b", "a-b", "a", "B")
                .sorted(FileNames.ORDER))
        .containsExactly("B", "a", "a-b", "a.b", "a/b", "b", "\uFF5E", "\uD83D\uDC31");
  }

  @Test
  void plainLocale_isRefused_whenNamesCannotBeDecoded() throws Exception {
    DrawnFolder.drawClass(folder.resolve("\u732b"), 2, 0);
    DrawnFolder.drawClass(folder.resolve("\u72d7"), 2, 10);
    assertThat(classesUnderLocale("C")).contains("cannot be read").contains("LC_ALL=C.UTF-8");
  }

  @Test
  void plainLocale_isRefused_whenAPicturesNameCannotBeDecoded() throws Exception {
    DrawnFolder.draw(folder.resolve("a/\u732b.png"), 0);
    DrawnFolder.draw(folder.resolve("b/\u72d7.png"), 1);
    assertThat(classesUnderLocale("C")).contains("LC_ALL=C.UTF-8");
  }

  @Test
  void plainLocale_isGoodEnough_forPlainNames() throws Exception {
    DrawnFolder.drawClass(folder.resolve("a"), 2, 0);
    DrawnFolder.drawClass(folder.resolve("b"), 2, 10);
    assertThat(classesUnderLocale("C").lines()).containsExactly("[97]", "[98]");
  }

  @Test
  void localeThatTheErrorNames_readsAllNames() throws Exception {
    DrawnFolder.drawClass(folder.resolve("\u732b"), 2, 0);
    DrawnFolder.drawClass(folder.resolve("\u72d7"), 2, 10);
    assertThat(classesUnderLocale("C.UTF-8").lines())
        .containsExactly("[" + 0x72d7 + "]", "[" + 0x732b + "]");
  }

  private String classesUnderLocale(String locale) throws Exception {
    String classes = location(ImageFolder.class) + File.pathSeparator + location(getClass());
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classes,
            ClassesOfAFolder.class.getName(),
            folder.toString());
    java.environment().put("LC_ALL", locale);
    Path output = Files.createTempFile("classes", ".txt");
    java.redirectErrorStream(true).redirectOutput(output.toFile());
    assertThat(java.start().waitFor()).isZero();
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  private static String location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
