package dev.kindling.experiments;

/** How long a picture takes; the first ones, while programs are compiled, do not count. */
final class Pace {

  /** Pictures after which it is known, or seconds if they take long. */
  private static final int KNOWN = 256;

  private static final double SECONDS_KNOWN = 3;

  private final Clock clock;
  private final double start;
  private double firstAt;
  private int first;
  private double now;
  private int done;

  /** The pace of something that begins now. */
  Pace(Clock clock) {
    this.clock = clock;
    this.start = clock.spent();
  }

  /** So many pictures are done now. */
  void after(int pictures) {
    now = clock.spent();
    done = pictures;
    if (first == 0) {
      first = pictures;
      firstAt = now;
    }
  }

  /** Whether there has been enough to tell. */
  boolean isKnown() {
    return done - first >= KNOWN || (done > first && now - firstAt >= SECONDS_KNOWN);
  }

  /** Seconds for a picture, after at least one. */
  double seconds() {
    return done > first ? (now - firstAt) / (done - first) : (now - start) / done;
  }
}
