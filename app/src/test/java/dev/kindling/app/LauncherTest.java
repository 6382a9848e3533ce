package dev.kindling.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.app.demo.LeafPictures;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher on a fresh clone: a copy of the sources in a folder with spaces and Chinese
 * characters, under a locale that knows neither. Its first build is the tests' one slow step, so
 * they follow each other.
 */
@DisabledOnOs(OS.WINDOWS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherTest {

  private static final List<String> SOURCES =
      List.of(
          "kindling",
          "pom.xml",
          ".mvn",
          "core/pom.xml",
          "core/src/main",
          "app/pom.xml",
          "app/src/main",
          "bench/pom.xml",
          "examples/pom.xml");

  @TempDir static Path folder;
  private static Path clone;

  @BeforeAll
  static void copyTheClone() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(root.resolve("kindling"))) {
      root = root.resolveSibling("");
    }
    clone = folder.resolve("my clone 猫");
    for (String source : SOURCES) {
      copy(root.resolve(source), clone.resolve(source));
    }
  }

  @Test
  @Order(1)
  void firstRuns_atTheSameTime_buildOnce() throws Exception {
    Child one = Child.start(launcher("--version"));
    Child other = Child.start(launcher("--version"));
    Run first = one.end();
    Run second = other.end();

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(second.status()).as(second.err()).isZero();
    assertThat(first.out()).isEqualTo(second.out()).startsWith("kindling ");
    assertThat(first.err() + second.err()).containsOnlyOnce("Building Kindling");
    try (Stream<Path> builds = Files.list(clone.resolve("target/launcher"))) {
      assertThat(builds.filter(path -> path.getFileName().toString().startsWith("run.")))
          .hasSize(1);
    }
  }

  @Test
  @Order(2)
  void built_runsWithoutAWord_fromAnywhere_throughALink() throws Exception {
    Path link =
        Files.createSymbolicLink(folder.resolve("kindling link"), clone.resolve("kindling"));

    Run run = Child.start(posix(new ProcessBuilder(link.toString(), "summary", "none"))).end();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("kindling summary: there is no none\n");
  }

  @Test
  @Order(3)
  @EnabledForJreRange(max = JRE.JAVA_23)
  void classes_areTakenFromTheArchiveOfTheBuild() throws Exception {
    ProcessBuilder command = launcher("--version");
    command.environment().put("KINDLING_JAVA_OPTS", "-Xlog:class+load");

    Run run = Child.start(command).end();

    // Java archives classes from this folder, too, if its name is ASCII.
    assertThat(run.out())
        .contains("com.fasterxml.jackson.core.TreeNode source: shared objects file (top)");
  }

  @Test
  @Order(4)
  void archiveThatDoesNotFit_isPassedOverWithoutAWord() throws Exception {
    ProcessBuilder command = launcher("--version");
    command.environment().put("KINDLING_JAVA_OPTS", "-Xbootclasspath/a:" + folder);

    Run run = Child.start(command).end();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("kindling ");
    assertThat(run.err()).isEmpty();
  }

  @Test
  @Order(5)
  void jarsOfWeights_areOnTheClassPath() throws Exception {
    Path jars = Files.createDirectories(clone.resolve("weights/target"));
    Path jar = Files.createFile(jars.resolve("kindling-weights-0.1.0-some-network.jar"));
    ProcessBuilder command = launcher("--version");
    command.environment().put("KINDLING_JAVA_OPTS", "-XshowSettings:properties");

    Run run = Child.start(command).end();
    Files.delete(jar);

    assertThat(run.out()).startsWith("kindling ");
    assertThat(run.err()).contains("/weights/target/kindling-weights-0.1.0-some-network.jar");
  }

  @Test
  @Order(6)
  void classesInAnyScript_underTheLocaleC() throws Exception {
    Path leaves = folder.resolve("叶子");
    LeafPictures.draw(leaves, 1, 6, 1);
    Files.move(leaves.resolve("birch"), leaves.resolve("猫"));
    Files.move(leaves.resolve("oak"), leaves.resolve("狗"));
    Path model = folder.resolve("模型.onnx");

    Run train =
        Child.start(launcher(Leaves.arguments("train", leaves, "--out", model, "--json"))).end();
    Run predict = Child.start(launcher("predict", model, leaves.resolve("狗"), "--json")).end();

    assertThat(train.status()).as(train.err()).isZero();
    assertThat(new ObjectMapper().readTree(train.out()).get("classes"))
        .hasToString("[\"maple\",\"狗\",\"猫\"]");
    assertThat(predict.status()).as(predict.err()).isZero();
    assertThat(new ObjectMapper().readTree(predict.out()).findValuesAsText("file"))
        .hasSize(6)
        .allMatch(file -> file.startsWith(leaves.resolve("狗").toString()));
    assertThat(train.err() + predict.err()).doesNotContain("WARNING").doesNotContain("?");
  }

  @Test
  @Order(7)
  void newerSource_isBuilt() throws Exception {
    Path source = clone.resolve("app/src/main/java/dev/kindling/app/Kindling.java");
    String text = Files.readString(source);
    Files.writeString(source, text.replace("on an ordinary CPU.\"", "on a toaster.\""));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now()));

    Run run = Child.start(launcher("--help")).end();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("Building Kindling anew");
    assertThat(run.out()).startsWith("Image classifiers from very little data, on a toaster.");
  }

  @Test
  @Order(8)
  void brokenSource_showsWhatTheBuildSays() throws Exception {
    Files.writeString(clone.resolve("app/src/main/java/dev/kindling/app/Broken.java"), "class {}");

    Run run = Child.start(launcher("--help")).end();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Broken.java").contains("kindling: the build failed");
  }

  @Test
  @Order(9)
  void noJava_isSaid() throws Exception {
    ProcessBuilder command = launcher("--help");
    command.environment().put("JAVA_HOME", folder.resolve("nowhere").toString());

    Run run = Child.start(command).end();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("JAVA_HOME").contains("17");
  }

  private static ProcessBuilder launcher(Object... arguments) {
    List<String> command = new ArrayList<>(List.of(clone.resolve("kindling").toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return posix(new ProcessBuilder(command));
  }

  /** The poorest surroundings: the locale C, and the Java of these tests. */
  private static ProcessBuilder posix(ProcessBuilder command) {
    command.environment().put("LC_ALL", "C");
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return command.directory(folder.toFile());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.resolveSibling(""));
            Files.copy(file, copy);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
