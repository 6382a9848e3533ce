package dev.kindling.data;

import java.util.Locale;

/** What a folder of pictures may be divided into. */
public enum Part {
  /** What a network learns from. */
  TRAIN,
  /** What tells, after each epoch, how it does on pictures that it did not learn from. */
  VALIDATION,
  /** What is kept for the very end: no training touches it. */
  TEST;

  /** The name in lower case, which is also the name of the folder. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
