package dev.kindling.experiments;

import dev.kindling.cache.FeatureCache;
import dev.kindling.engine.EngineOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a run is carried out, apart from what it does.
 *
 * @param engine the precision, and the threads that compute and that read pictures
 * @param memoryBytes how much memory decoded pictures may take at most, to be kept from epoch to
 *     epoch; those beyond are read again
 * @param cache the file that keeps features from run to run; null computes them anew
 */
public record RunOptions(EngineOptions engine, long memoryBytes, @Nullable Path cache) {

  /** Checks the range. */
  public RunOptions {
    if (memoryBytes < 0) {
      throw new IllegalArgumentException(
          "memoryBytes must not be negative. Received: memoryBytes=" + memoryBytes);
    }
  }

  /**
   * {@link EngineOptions#defaults()}, a quarter of the memory that Java may use, and the user's
   * cache.
   */
  public static RunOptions defaults() {
    return new RunOptions(
        EngineOptions.defaults(), Runtime.getRuntime().maxMemory() / 4, FeatureCache.defaultFile());
  }

  /** These options with another precision or number of threads. */
  public RunOptions engine(EngineOptions engine) {
    return new RunOptions(engine, memoryBytes, cache);
  }

  /** These options with another budget of memory. */
  public RunOptions memoryBytes(long memoryBytes) {
    return new RunOptions(engine, memoryBytes, cache);
  }

  /** These options with another file that keeps features, or with none (null). */
  public RunOptions cache(@Nullable Path cache) {
    return new RunOptions(engine, memoryBytes, cache);
  }
}
