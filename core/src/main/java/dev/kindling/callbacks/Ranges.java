package dev.kindling.callbacks;

/** Checks of options. */
final class Ranges {

  private Ranges() {}

  /** Checks a number that may not be smaller. */
  static int atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d. Received: %s=%d".formatted(name, least, name, value));
    }
    return value;
  }
}
