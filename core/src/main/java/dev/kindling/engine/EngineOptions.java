package dev.kindling.engine;

/**
 * How a network is computed.
 *
 * @param precision the kind of number inside the network
 * @param threads how many threads compute at once, at least 1
 */
public record EngineOptions(Precision precision, int threads) {

  /** Checks that there is at least one thread. */
  public EngineOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "threads must be at least 1. Received: threads=" + threads);
    }
  }

  /** Automatic precision on all the processors that the machine, or its container, grants. */
  public static EngineOptions defaults() {
    return new EngineOptions(Precision.AUTO, Runtime.getRuntime().availableProcessors());
  }

  /** These options with another precision. */
  public EngineOptions precision(Precision precision) {
    return new EngineOptions(precision, threads);
  }

  /** These options with another number of threads. */
  public EngineOptions threads(int threads) {
    return new EngineOptions(precision, threads);
  }
}
