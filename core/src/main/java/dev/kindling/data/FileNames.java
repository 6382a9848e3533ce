package dev.kindling.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;

/** Names of files and folders as they become names of classes and places in an order. */
final class FileNames {

  /** The order of Python's {@code sorted}: by code points, where Java goes by UTF-16 units. */
  static final Comparator<String> ORDER =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  /** What a decoder leaves in place of bytes that mean nothing to it. */
  private static final char UNDECODABLE = '\ufffd';

  private FileNames() {}

  /**
   * The last name of a path.
   *
   * @throws IOException if Java could not decode it: under a locale as {@code LC_ALL=C} it loses
   *     every name that is not ASCII
   */
  static String of(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (name.indexOf(UNDECODABLE) >= 0) {
      throw new IOException(
          ("The name of a file in %s cannot be read: it is not text in the encoding of file names"
                  + " here, which is %s. Start Java with -Dsun.jnu.encoding=UTF-8, or under a UTF-8"
                  + " locale, or rename the file. Received: %s")
              .formatted(file.getParent(), System.getProperty("sun.jnu.encoding"), name));
    }
    return name;
  }
}
