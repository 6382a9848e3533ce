package dev.kindling.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that is measured, as it is started: what it does is said by further arguments, and what
 * it prints is its answer, as JSON.
 *
 * @param name as it stands in the tables
 * @param command the program and its first arguments
 * @param threads how many threads it may compute with
 */
record Contender(String name, List<String> command, int threads) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Settings of numeric libraries that a machine may have for other purposes. */
  private static final List<String> ODD_SETTINGS = List.of("OPENBLAS_", "OMP_", "MKL_", "TF_");

  private static final int SHOWN_LINES = 20;

  Contender {
    command = List.copyOf(command);
  }

  /**
   * Runs it in a process of its own and waits for it.
   *
   * @return what it printed
   * @throws IOException if it failed or printed something else; the message ends with what it said
   */
  JsonNode run(List<String> arguments) throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(arguments);
    Path complaints = Files.createTempFile("contender", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(whole).redirectError(complaints.toFile());
      builder.environment().keySet().removeIf(Contender::isOddSetting);
      builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
      Process process = builder.start();
      process.getOutputStream().close();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = waitFor(process);
      if (status != 0 || printed.isEmpty()) {
        throw new IOException(
            "%s failed with status %d at: %s%n%s"
                .formatted(name, status, String.join(" ", whole), end(complaints)));
      }
      return JSON.readTree(printed);
    } finally {
      Files.delete(complaints);
    }
  }

  private static boolean isOddSetting(String variable) {
    return ODD_SETTINGS.stream().anyMatch(variable::startsWith);
  }

  private static int waitFor(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private static String end(Path log) throws IOException {
    List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
    int from = Math.max(0, lines.size() - SHOWN_LINES);
    return String.join(System.lineSeparator(), lines.subList(from, lines.size()));
  }
}
