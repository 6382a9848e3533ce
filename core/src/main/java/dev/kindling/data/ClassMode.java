package dev.kindling.data;

/** The form in which the classes of pictures become numbers: Keras's {@code class_mode}. */
public enum ClassMode {
  /** One row for each picture, as long as there are classes, 1 for its class and 0 elsewhere. */
  CATEGORICAL,
  /** One number for each picture: 0 for the first of two classes, 1 for the second. */
  BINARY,
  /** No labels. */
  NONE
}
