package dev.kindling.image;

/**
 * The part of one axis of a picture that becomes a whole axis of a new one.
 *
 * @param oldSize the pixels of the axis
 * @param from where the part begins, in old pixels
 * @param to where it ends; neither need be whole
 * @param newSize the pixels that it becomes
 */
record Span(int oldSize, float from, float to, int newSize) {

  /** The whole axis. */
  static Span whole(int oldSize, int newSize) {
    return new Span(oldSize, 0, oldSize, newSize);
  }

  /** Whether there is anything to do. */
  boolean changes() {
    return from != 0 || to != oldSize || newSize != oldSize;
  }
}
