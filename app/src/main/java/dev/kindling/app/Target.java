package dev.kindling.app;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that a command is to write in the end. */
final class Target {

  private Target() {}

  /**
   * Finds out whether a file can be written, before the work for it begins.
   *
   * @throws IOException if it cannot; the message names the place and the reason
   */
  static void requireWritable(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("--out names a file, but " + file + " is a folder");
    }
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new IOException("there is no folder " + parent + " to write " + file + " to");
    }
    try {
      Files.delete(Files.createTempFile(parent, ".kindling", ".tmp"));
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "no permission" : e.getReason();
      throw new IOException("cannot write " + file + ": " + reason, e);
    }
  }
}
