package dev.kindling.preprocessing;

import dev.kindling.image.ImageFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the pictures of batches are written to, to be looked at: Keras's {@code save_to_dir},
 * {@code save_prefix} and {@code save_format}.
 *
 * @param toDir the folder, made if it does not exist; null to write none
 * @param prefix the start of the files' names
 * @param format the files' format
 */
public record Saving(@Nullable Path toDir, String prefix, ImageFormat format) {

  /** Checks the prefix. */
  public Saving {
    if (prefix.contains("/") || prefix.contains("\\")) {
      throw new IllegalArgumentException(
          "savePrefix begins the name of a file, and has no folders: those belong into saveToDir."
              + " Received: "
              + prefix);
    }
  }
}
