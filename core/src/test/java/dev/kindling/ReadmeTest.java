package dev.kindling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's Java is Java: each listing compiles against the library as it is. */
class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");
  private static final Path CHINESE = Path.of("..", "README.zh-CN.md");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMAND =
      Pattern.compile("^(?:\\./kindling|mvn) .*", Pattern.MULTILINE);

  private static final String IMPORTS =
      Stream.of(
              "",
              "layers.",
              "losses.",
              "data.",
              "metrics.",
              "models.",
              "optimizers.",
              "preprocessing.")
          .map(name -> "import dev.kindling.%s*;%n".formatted(name))
          .reduce("", String::concat);

  @TempDir Path folder;

  static List<String> listings() throws IOException {
    return found(JAVA, README);
  }

  private static List<String> found(Pattern pattern, Path file) throws IOException {
    return pattern.matcher(Files.readString(file)).results().map(MatchResult::group).toList();
  }

  @Test
  void chineseEdition_hasTheSameListingsAndCommands() throws IOException {
    assertThat(found(JAVA, CHINESE)).hasSizeGreaterThan(1).isEqualTo(found(JAVA, README));
    assertThat(found(COMMAND, CHINESE)).hasSizeGreaterThan(3).isEqualTo(found(COMMAND, README));
  }

  @ParameterizedTest
  @MethodSource("listings")
  void listingCompiles(String listing) throws IOException {
    String program =
        """
        import static dev.kindling.layers.ActivationFunction.*;
        import java.nio.file.Path;
        %s
        class Listing {
          void listing(Path data, Path weights) throws Exception {
            %s
          }
        }
        """
            .formatted(IMPORTS, listing.replaceAll("```(java)?", ""));
    Path source = Files.writeString(folder.resolve("Listing.java"), program);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();

    boolean compiled =
        compiler
            .getTask(
                complaints,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path")),
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
            .call();

    assertThat(compiled).as(complaints.toString()).isTrue();
  }
}
