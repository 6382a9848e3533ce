package dev.kindling.callbacks;

/** Whether a score is better when it is smaller or greater. */
public enum Mode {
  /** Smaller for losses, greater for all else. */
  AUTO,
  /** Smaller is better. */
  MIN,
  /** Greater is better. */
  MAX
}
