package dev.kindling.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Names of files and folders as they become names of classes and places in an order. */
public final class FileNames {

  /** The order of Python's {@code sorted}: by code points, where Java goes by UTF-16 units. */
  public static final Comparator<String> ORDER =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  /** What a decoder leaves in place of bytes that mean nothing to it. */
  private static final char UNDECODABLE = '\ufffd';

  private FileNames() {}

  /**
   * The last name of a path, to become that of a class.
   *
   * @throws IOException if Java could not decode it: under a locale as {@code LC_ALL=C} it loses
   *     every name that is not ASCII
   */
  public static String of(Path file) throws IOException {
    if (!isDecoded(file)) {
      throw undecodable(file);
    }
    return String.valueOf(file.getFileName());
  }

  /**
   * Lets a file through whose name becomes nothing but a way to it.
   *
   * @throws IOException if Java could not decode it because of the locale. A single odd name where
   *     others can be decoded does no harm: the file can be read under it
   */
  static void check(Path file) throws IOException {
    if (!isDecoded(file) && !"UTF-8".equals(encoding())) {
      throw undecodable(file);
    }
  }

  private static boolean isDecoded(Path file) {
    return String.valueOf(file.getFileName()).indexOf(UNDECODABLE) < 0;
  }

  private static @Nullable String encoding() {
    return System.getProperty("sun.jnu.encoding");
  }

  private static IOException undecodable(Path file) {
    return new IOException(
        ("The name of a file in %s cannot be read: it is not text in the encoding of file names"
                + " here, which is %s. Start Java under a UTF-8 locale, as LC_ALL=C.UTF-8, or rename"
                + " the file. Received: %s")
            .formatted(file.getParent(), encoding(), file.getFileName()));
  }
}
