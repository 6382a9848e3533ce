package dev.kindling.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** A file of weights that cannot be read; the message names the file and what is wrong with it. */
public final class WeightFileException extends IOException {

  /**
   * A reason without its file yet.
   *
   * @param reason goes on after the file's name: {@code "is empty"}
   */
  WeightFileException(String reason) {
    super(reason);
  }

  private WeightFileException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same trouble with the file's name before it. */
  WeightFileException in(Path file) {
    return new WeightFileException(file + " " + getMessage(), this);
  }

  /** Reads something of a file. */
  interface Reader<T> {
    T read() throws IOException;
  }

  /** Reads and puts the file's name before what is wrong with it. */
  static <T> T naming(Path file, Reader<T> reader) throws IOException {
    try {
      return reader.read();
    } catch (WeightFileException e) {
      throw e.in(file);
    } catch (ZipException | EOFException e) {
      throw new WeightFileException("is damaged: " + ZipArchive.reason(e)).in(file);
    }
  }

  /** A name or text from the file as messages quote it: short and printable, whatever it says. */
  static String quoted(String text) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
