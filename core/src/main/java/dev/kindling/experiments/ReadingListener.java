package dev.kindling.experiments;

/**
 * Hears how the reading of a folder of pictures goes on. Each method does nothing unless
 * overridden. An exception thrown by one ends what is at work.
 */
public interface ReadingListener {

  /** One sentence that a person should read: a class without pictures, no validation part. */
  default void notice(String sentence) {}

  /** A picture was left out. */
  default void skipped(SkippedPicture picture) {}

  /** So many of all pictures are done. */
  default void reading(int pictures, int of) {}
}
