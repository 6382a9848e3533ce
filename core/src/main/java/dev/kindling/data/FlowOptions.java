package dev.kindling.data;

import dev.kindling.image.ImageFormat;
import dev.kindling.random.NumpyRandom;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How pictures flow in batches: the arguments of the same names of Keras's {@code flow}.
 *
 * @param batchSize the pictures in a batch; the last one of a pass may have fewer
 * @param shuffle whether each pass has an order of its own
 * @param seed what order and augmentation are drawn from, from 0 to 4294967295; without one each
 *     run differs
 * @param saveToDir where each picture is written as it was made, or null; made if it does not exist
 * @param savePrefix the start of the names of these files
 * @param saveFormat the format of these files
 * @param threads how many threads read and augment, at least 1; the batches do not depend on it
 */
public record FlowOptions(
    int batchSize,
    boolean shuffle,
    @Nullable Long seed,
    @Nullable Path saveToDir,
    String savePrefix,
    ImageFormat saveFormat,
    int threads) {

  /** Keras's defaults, and as many threads as the machine or its container grants. */
  public FlowOptions() {
    this(32, true, null, null, "", ImageFormat.PNG, Runtime.getRuntime().availableProcessors());
  }

  /** Checks the arguments. */
  public FlowOptions {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be positive. Received: " + batchSize);
    }
    if (seed != null && (seed < 0 || seed > NumpyRandom.MAX_SEED)) {
      throw new IllegalArgumentException(
          "seed must be within 0 and %d. Received: %d".formatted(NumpyRandom.MAX_SEED, seed));
    }
    if (savePrefix.contains("/") || savePrefix.contains("\\")) {
      throw new IllegalArgumentException(
          "savePrefix begins the name of a file, and has no folders: those belong into saveToDir."
              + " Received: "
              + savePrefix);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive. Received: " + threads);
    }
  }

  /** These options with another size of batches. */
  public FlowOptions batchSize(int batchSize) {
    return new FlowOptions(batchSize, shuffle, seed, saveToDir, savePrefix, saveFormat, threads);
  }

  /** These options with or without an order of its own for each pass. */
  public FlowOptions shuffle(boolean shuffle) {
    return new FlowOptions(batchSize, shuffle, seed, saveToDir, savePrefix, saveFormat, threads);
  }

  /** These options with a seed. */
  public FlowOptions seed(long seed) {
    return new FlowOptions(batchSize, shuffle, seed, saveToDir, savePrefix, saveFormat, threads);
  }

  /** These options with a folder to write each picture to. */
  public FlowOptions saveToDir(Path saveToDir) {
    return new FlowOptions(batchSize, shuffle, seed, saveToDir, savePrefix, saveFormat, threads);
  }

  /** These options with another start of the names of written files. */
  public FlowOptions savePrefix(String savePrefix) {
    return new FlowOptions(batchSize, shuffle, seed, saveToDir, savePrefix, saveFormat, threads);
  }

  /** These options with another format of written files. */
  public FlowOptions saveFormat(ImageFormat saveFormat) {
    return new FlowOptions(batchSize, shuffle, seed, saveToDir, savePrefix, saveFormat, threads);
  }

  /** These options with another number of threads. */
  public FlowOptions threads(int threads) {
    return new FlowOptions(batchSize, shuffle, seed, saveToDir, savePrefix, saveFormat, threads);
  }
}
