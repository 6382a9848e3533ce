package dev.kindling.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that a test started: the program as people have it, with signals and limits. */
final class Child {

  private static final long MINUTES = 10;

  private final Process process;
  private final Path out;
  private final BufferedReader err;
  private final StringBuilder errSoFar = new StringBuilder();

  private Child(Process process, Path out) {
    this.process = process;
    this.out = out;
    this.err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
  }

  /** Starts a command, its standard output into a file. */
  static Child start(ProcessBuilder command) throws IOException {
    Path out = Files.createTempFile("kindling-out", ".txt");
    out.toFile().deleteOnExit();
    return new Child(command.redirectOutput(out.toFile()).start(), out);
  }

  /** The command that runs the program by this Java and class path. */
  static List<String> java(Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  /** Waits until standard error says something. */
  void awaitErr(String words) throws IOException {
    while (errSoFar.indexOf(words) < 0) {
      String line = err.readLine();
      if (line == null) {
        throw new IOException("It ended without saying '" + words + "': " + errSoFar);
      }
      errSoFar.append(line).append('\n');
    }
  }

  /** Sends Ctrl-C. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
  }

  /** Ends it at once, as a crash or a power failure would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for the end. */
  Run end() throws IOException, InterruptedException {
    err.lines().forEach(line -> errSoFar.append(line).append('\n'));
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new UncheckedIOException(new IOException("It did not end: " + errSoFar));
    }
    return new Run(process.exitValue(), Files.readString(out), errSoFar.toString());
  }
}
