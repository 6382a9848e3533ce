package dev.kindling.experiments;

import dev.kindling.data.SkippedFile;

/**
 * Hears how the reading of a folder of pictures goes on. Each method does nothing unless
 * overridden. An exception thrown by one ends what is at work.
 */
public interface ReadingListener {

  /** One sentence that a person should read: a class without pictures, no validation part. */
  default void notice(String sentence) {}

  /** A file was left out. */
  default void skipped(SkippedFile file) {}

  /** So many of all pictures are done. */
  default void reading(int pictures, int of) {}
}
