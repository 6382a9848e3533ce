package dev.kindling.files;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder of what Kindling fetches and keeps from run to run: the environment variable {@code
 * KINDLING_HOME}, or else {@code ~/.cache/kindling}. Nothing in it is needed: all of it can be
 * fetched or computed again.
 */
public final class KindlingHome {

  private KindlingHome() {}

  /** Where it is; it need not be there yet. */
  public static Path path() {
    return path(System.getenv(), System.getProperty("user.home", ""));
  }

  static Path path(Map<String, String> environment, String home) {
    String named = environment.getOrDefault("KINDLING_HOME", "");
    return named.isBlank() ? Path.of(home, ".cache", "kindling") : Path.of(named).toAbsolutePath();
  }
}
