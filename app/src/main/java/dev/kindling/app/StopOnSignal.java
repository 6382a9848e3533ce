package dev.kindling.app;

import java.util.concurrent.CountDownLatch;

/**
 * A way to end a long run well: after Ctrl-C (or a request of the system to end) the run is asked
 * to stop, and the process goes on until its result is safe.
 *
 * <p>The process's exit status is then the signal's: 130 after Ctrl-C.
 */
final class StopOnSignal {

  private final CountDownLatch safe = new CountDownLatch(1);
  private final Thread hook;

  private StopOnSignal(Runnable stop) {
    hook =
        new Thread(
            () -> {
              stop.run();
              awaitSafe();
            },
            "kindling-stop");
  }

  /**
   * Begins to listen.
   *
   * @param stop asks the run to stop; called by another thread
   */
  static StopOnSignal begin(Runnable stop) {
    StopOnSignal signal = new StopOnSignal(stop);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private void awaitSafe() {
    try {
      safe.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the process end, and listens no longer. */
  void end() {
    safe.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: that is what the hook was for.
    }
  }
}
