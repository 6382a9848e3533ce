package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What the READMEs tell people to type is understood. */
class ReadmeCommandsTest {

  private static final Pattern TYPED = Pattern.compile("^\\./kindling (.*)", Pattern.MULTILINE);
  private static final Pattern NAMED = Pattern.compile("`kindling ([a-z-]+)");

  private static List<String> found(Pattern pattern, String readme) throws IOException {
    return pattern
        .matcher(Files.readString(Path.of("..", readme)))
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void commands_areUnderstood(String readme) throws IOException {
    List<String> typed = found(TYPED, readme);
    assertThat(typed).hasSizeGreaterThan(2);
    for (String line : typed) {
      ParseResult parsed = new CommandLine(new Kindling()).parseArgs(line.split(" "));
      assertThat(parsed.subcommand().errors()).as(line).isEmpty();
      assertThat(parsed.subcommand().unmatched()).as(line).isEmpty();
    }
    assertThat(found(NAMED, readme))
        .hasSizeGreaterThan(10)
        .allMatch(name -> new CommandLine(new Kindling()).getSubcommands().containsKey(name));
  }
}
