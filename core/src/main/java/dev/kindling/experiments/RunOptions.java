package dev.kindling.experiments;

import dev.kindling.engine.EngineOptions;

/**
 * How a run is carried out, apart from what it does.
 *
 * @param engine the precision, and the threads that compute and that read pictures
 * @param memoryBytes how much memory decoded pictures may take at most, to be kept from epoch to
 *     epoch; those beyond are read again
 */
public record RunOptions(EngineOptions engine, long memoryBytes) {

  /** Checks the range. */
  public RunOptions {
    if (memoryBytes < 0) {
      throw new IllegalArgumentException(
          "memoryBytes must not be negative. Received: memoryBytes=" + memoryBytes);
    }
  }

  /** {@link EngineOptions#defaults()}, and a quarter of the memory that Java may use. */
  public static RunOptions defaults() {
    return new RunOptions(EngineOptions.defaults(), Runtime.getRuntime().maxMemory() / 4);
  }

  /** These options with another precision or number of threads. */
  public RunOptions engine(EngineOptions engine) {
    return new RunOptions(engine, memoryBytes);
  }

  /** These options with another budget of memory. */
  public RunOptions memoryBytes(long memoryBytes) {
    return new RunOptions(engine, memoryBytes);
  }
}
