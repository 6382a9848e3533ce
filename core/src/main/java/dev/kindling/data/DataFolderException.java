package dev.kindling.data;

import java.io.IOException;

/** A folder does not hold what a classifier can be trained on or measured with. */
public final class DataFolderException extends IOException {

  private static final long serialVersionUID = 1L;

  /** A folder with this trouble. */
  public DataFolderException(String message) {
    super(message);
  }
}
