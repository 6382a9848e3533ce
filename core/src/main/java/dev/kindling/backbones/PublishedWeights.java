package dev.kindling.backbones;

import dev.kindling.files.AtomicFile;
import dev.kindling.files.ContentHash;
import dev.kindling.files.KindlingHome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Weights that somebody has published: what they are, where they come from, and the file in which
 * they lie here once they have been fetched. They are fetched once, and found again without a
 * network. A jar on the class path may bring them along (Maven's module {@code weights}); then
 * nothing is fetched.
 *
 * @param name what they are called here: {@code efficientnet-lite0}
 * @param source where they come from
 * @param file the name of the file
 * @param sha256 the hash of that file, or its first eight digits if no more is published
 * @param licence by its SPDX name
 * @param trainedOn the pictures that they were trained on
 */
public record PublishedWeights(
    String name, Source source, String file, String sha256, String licence, String trainedOn) {

  /** Where weights come from; its text says it. */
  public interface Source {
    /**
     * Fetches the file.
     *
     * @param part where to; what is there already may be the beginning of it
     * @param file its name at the source
     * @throws IOException if it did not come whole
     */
    void fetch(Path part, String file, Listener listener) throws IOException;
  }

  /** Hears what is going on. */
  public interface Listener {
    void say(String what);
  }

  /** Where they lie, or will lie: {@code weights} in {@link KindlingHome}. */
  public Path path() {
    return folder().resolve(file);
  }

  private static Path folder() {
    return KindlingHome.path().resolve("weights");
  }

  /** Whether they have been fetched, or have come along. */
  public boolean isHere() {
    return Files.exists(path()) || packaged() != null;
  }

  /** The file within a jar on the class path, if one brings it along. */
  private @Nullable URL packaged() {
    return PublishedWeights.class.getResource("/dev/kindling/weights/" + file);
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
              .formatted(name, name, weights));
    }
    String found = ContentHash.of(weights);
    if (!found.startsWith(sha256)) {
      throw new IOException(
          "%s is not %s: its SHA-256 should %s %s, and is %s. Delete it, and fetch it again."
              .formatted(
                  weights,
                  name,
                  sha256.length() < found.length() ? "begin with" : "be",
                  sha256,
                  found));
    }
  }

  /**
   * The file of the weights, fetched if it is not here yet.
   *
   * @throws IOException if it cannot be fetched, or what came is not what it should be
   */
  public Path fetch(Listener listener) throws IOException {
    return fetch(folder(), listener);
  }

  Path fetch(Path folder, Listener listener) throws IOException {
    Path weights = folder.resolve(file);
    if (Files.exists(weights)) {
      verify(weights);
      return weights;
    }
    Files.createDirectories(folder);
    Path part = folder.resolve(file + ".part");
    URL packaged = packaged();
    if (packaged == null) {
      listener.say("Fetching %s (once; %s, %s) to %s".formatted(name, licence, trainedOn, weights));
      source.fetch(part, file, listener);
    } else {
      try (InputStream in = packaged.openStream()) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    try {
      verify(part);
    } catch (IOException e) {
      Files.deleteIfExists(part); // Nothing good can come of it.
      throw e;
    }
    Files.move(part, weights, StandardCopyOption.ATOMIC_MOVE);
    return weights;
  }

  /**
   * The file of the weights, which has to be here.
   *
   * @throws IOException if it is not, or is another
   */
  public Path offline() throws IOException {
    return offline(folder());
  }

  Path offline(Path folder) throws IOException {
    if (packaged() != null) {
      return fetch(folder, said -> {});
    }
    verify(folder.resolve(file));
    return folder.resolve(file);
  }

  /**
   * Takes a file that came here in another way.
   *
   * @throws IOException if it is not these weights; nothing is taken then
   */
  public Path take(Path given) throws IOException {
    if (!Files.isRegularFile(given)) {
      throw new IOException(given + " is no file.");
    }
    String found = ContentHash.of(given);
    if (!found.startsWith(sha256)) {
      throw new IOException(
          "%s is not %s: its SHA-256 should begin with %s, and is %s. Weights of your own are given with --weights FILE."
              .formatted(given, name, sha256, found));
    }
    Files.createDirectories(folder());
    AtomicFile.write(path(), out -> Files.copy(given, out));
    return path();
  }
}
