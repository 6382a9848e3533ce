package dev.kindling.experiments;

/** How much of its time a run has left. */
final class Clock {

  private final long start = System.nanoTime();
  private final double seconds;

  /** A clock that starts now. */
  Clock(double seconds) {
    this.seconds = seconds;
  }

  /** All the time there is, in seconds. */
  double seconds() {
    return seconds;
  }

  /** The seconds that have passed. */
  double spent() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** The seconds that are left; negative when there are none. */
  double left() {
    return seconds - spent();
  }
}
