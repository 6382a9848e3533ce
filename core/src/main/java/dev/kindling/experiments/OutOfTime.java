package dev.kindling.experiments;

/** There is no time for what was begun. */
final class OutOfTime extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
