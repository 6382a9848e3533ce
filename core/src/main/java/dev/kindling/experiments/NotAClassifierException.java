package dev.kindling.experiments;

import java.io.IOException;

/** A file that holds a network, but no classifier that Kindling can use; the message says why. */
public final class NotAClassifierException extends IOException {

  private static final long serialVersionUID = 1L;

  NotAClassifierException(String message, Throwable cause) {
    super(message, cause);
  }

  NotAClassifierException(String message) {
    super(message);
  }
}
