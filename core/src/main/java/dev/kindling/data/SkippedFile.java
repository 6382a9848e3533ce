package dev.kindling.data;

import dev.kindling.image.UnreadableImageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that was left out.
 *
 * @param file where it lies
 * @param reason why, in a few words that follow its name: "is empty", "is cut off"
 */
public record SkippedFile(Path file, String reason) {

  /** A file that was to be read as a picture, and what became of that. */
  public static SkippedFile of(Path file, IOException trouble) {
    return new SkippedFile(file, reason(file, trouble));
  }

  private static String reason(Path file, IOException trouble) {
    if (Files.isDirectory(file)) {
      return "is a folder that cannot be opened";
    }
    if (trouble instanceof UnreadableImageException picture) {
      return picture.reason();
    }
    if (trouble instanceof NoSuchFileException) {
      return Files.isSymbolicLink(file)
          ? "is a link to nothing"
          : "cannot be read: there is no such file";
    }
    if (trouble instanceof AccessDeniedException) {
      return "cannot be read: access is denied";
    }
    return "cannot be read: " + trouble.getMessage();
  }
}
