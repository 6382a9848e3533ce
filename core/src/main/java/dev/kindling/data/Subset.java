package dev.kindling.data;

/** Which of the pictures divided by {@code validationSplit} flow: Keras's {@code subset}. */
public enum Subset {
  /** Those to learn from. */
  TRAINING,
  /** Those to measure by: they are standardized, and never augmented. */
  VALIDATION
}
