package dev.kindling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Python with the packages of one of bench's requirements files, fetched once. */
public final class Python {

  private final String interpreter;

  /**
   * Python with packages.
   *
   * @param name of {@code bench/requirements-NAME.txt}
   */
  public Python(String name) throws IOException, InterruptedException {
    Path bench = Path.of(System.getProperty("basedir", "."), "..", "bench").normalize();
    String script = bench.resolve("python-env").toString();
    String requirements = bench.resolve("requirements-" + name + ".txt").toString();
    interpreter = output(List.of("bash", script, name, requirements)).strip();
  }

  /** What a program prints; if it fails, its complaints are the test's. */
  public String run(String program, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(interpreter, "-c", program));
    command.addAll(arguments);
    return output(command);
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    Path complaints = Files.createTempFile("complaints", ".txt");
    try {
      Process process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor())
          .as("%s: %s", command.get(0), Files.readString(complaints))
          .isZero();
      return said;
    } finally {
      Files.delete(complaints);
    }
  }
}
