package dev.kindling.graph;

/** Rows and columns of nothing around a picture, in pixels. */
public record Padding(int top, int left, int bottom, int right) {

  /** No padding: Keras's {@code "valid"}. */
  public static final Padding NONE = new Padding(0, 0, 0, 0);

  /** Checks that no side is negative. */
  public Padding {
    if (top < 0 || left < 0 || bottom < 0 || right < 0) {
      throw new IllegalArgumentException(
          "Padding must not be negative. Received: top=%d, left=%d, bottom=%d, right=%d"
              .formatted(top, left, bottom, right));
    }
  }
}
