package dev.kindling.image;

import java.io.IOException;

/**
 * A file that is not a whole, readable picture. Its message is the name of the file and the reason:
 * {@code cat.7.jpg is empty}.
 */
public final class UnreadableImageException extends IOException {

  private final String reason;

  UnreadableImageException(String name, String reason, Throwable cause) {
    super(name + " " + reason, cause);
    this.reason = reason;
  }

  UnreadableImageException(String name, String reason) {
    super(name + " " + reason);
    this.reason = reason;
  }

  /** What is wrong, in one line that continues the file's name: {@code is empty}. */
  public String reason() {
    return reason;
  }
}
