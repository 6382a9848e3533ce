package dev.kindling.version;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of Kindling, as its build states it. */
public final class Version {

  private static final String CURRENT = read();

  private Version() {}

  /** The version of the Kindling that runs: {@code "0.1.0"}. */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new FileNotFoundException("dev/kindling/version/version.txt is not on the classpath");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
