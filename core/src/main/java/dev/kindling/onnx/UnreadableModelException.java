package dev.kindling.onnx;

import java.io.IOException;

/** A model file that Kindling cannot open, with the reason in one line. */
public abstract sealed class UnreadableModelException extends IOException
    permits MalformedModelException, UnsupportedModelException {

  private final String reason;

  UnreadableModelException(String message, String reason, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  UnreadableModelException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** What is wrong with the file, to be put after its name: {@code "is empty"}. */
  public String reason() {
    return reason;
  }

  /** The same trouble with the file's name before it. */
  abstract UnreadableModelException in(String file);
}
