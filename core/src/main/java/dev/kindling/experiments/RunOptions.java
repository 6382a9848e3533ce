package dev.kindling.experiments;

import dev.kindling.cache.FeatureCache;
import dev.kindling.engine.EngineOptions;
import dev.kindling.models.Callback;
import dev.kindling.models.Checkpoint;
import dev.kindling.preprocessing.FlowOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run is carried out, apart from what it does.
 *
 * @param engine the precision, and the threads that compute and that read pictures
 * @param memoryBytes how much memory decoded pictures may take at most, to be kept from epoch to
 *     epoch; those beyond are read again
 * @param cache the file that keeps features from run to run; null computes them anew
 * @param checkpoint where the state of a training is kept, to go on from after a crash; null keeps
 *     none
 * @param callbacks hear of a training's batches and epochs, after the run itself has
 * @param offline whether nothing is fetched: what is needed has to be here
 */
public record RunOptions(
    EngineOptions engine,
    long memoryBytes,
    @Nullable Path cache,
    @Nullable Checkpoint checkpoint,
    List<Callback> callbacks,
    boolean offline) {

  /** Checks the range. */
  public RunOptions {
    if (memoryBytes < 0) {
      throw new IllegalArgumentException(
          "memoryBytes must not be negative. Received: memoryBytes=" + memoryBytes);
    }
    callbacks = List.copyOf(callbacks);
  }

  /**
   * {@link EngineOptions#defaults()}, a quarter of the memory that Java may use, and the user's
   * cache.
   */
  public static RunOptions defaults() {
    return new RunOptions(
        EngineOptions.defaults(),
        Runtime.getRuntime().maxMemory() / 4,
        FeatureCache.defaultFile(),
        null,
        List.of(),
        false);
  }

  /**
   * How pictures to train on flow: in batches of a size, drawn from a seed, made by all threads.
   */
  FlowOptions flow(int batchSize, int seed) {
    return new FlowOptions().batchSize(batchSize).seed(seed).threads(engine.threads());
  }

  /** These options with another precision or number of threads. */
  public RunOptions engine(EngineOptions engine) {
    return new RunOptions(engine, memoryBytes, cache, checkpoint, callbacks, offline);
  }

  /** These options with another budget of memory. */
  public RunOptions memoryBytes(long memoryBytes) {
    return new RunOptions(engine, memoryBytes, cache, checkpoint, callbacks, offline);
  }

  /** These options with another file that keeps features, or with none (null). */
  public RunOptions cache(@Nullable Path cache) {
    return new RunOptions(engine, memoryBytes, cache, checkpoint, callbacks, offline);
  }

  /** These options with a place for the state of a training, or with none (null). */
  public RunOptions checkpoint(@Nullable Checkpoint checkpoint) {
    return new RunOptions(engine, memoryBytes, cache, checkpoint, callbacks, offline);
  }

  /** These options with others that listen. */
  public RunOptions callbacks(List<Callback> callbacks) {
    return new RunOptions(engine, memoryBytes, cache, checkpoint, callbacks, offline);
  }

  /** These options with fetching forbidden, or allowed. */
  public RunOptions offline(boolean offline) {
    return new RunOptions(engine, memoryBytes, cache, checkpoint, callbacks, offline);
  }
}
