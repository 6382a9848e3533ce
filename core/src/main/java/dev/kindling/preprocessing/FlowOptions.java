package dev.kindling.preprocessing;

import dev.kindling.data.Subset;
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
 * @param subset which part flows of what the generator's {@code validationSplit} divides; null for
 *     all
 * @param ignoreClassSplit for arrays: whether the labels are no classes, so that the parts need not
 *     have the same ones
 * @param saving where each picture is written as it was made
 * @param threads how many threads read and augment, at least 1; the batches do not depend on it
 */
public record FlowOptions(
    int batchSize,
    boolean shuffle,
    @Nullable Long seed,
    @Nullable Subset subset,
    boolean ignoreClassSplit,
    Saving saving,
    int threads) {

  /** Keras's defaults, and as many threads as the machine or its container grants. */
  public FlowOptions() {
    this(
        32,
        true,
        null,
        null,
        false,
        new Saving(null, "", ImageFormat.PNG),
        Runtime.getRuntime().availableProcessors());
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
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive. Received: " + threads);
    }
  }

  /** These options with another size of batches. */
  public FlowOptions batchSize(int batchSize) {
    return new FlowOptions(batchSize, shuffle, seed, subset, ignoreClassSplit, saving, threads);
  }

  /** These options with or without an order of its own for each pass. */
  public FlowOptions shuffle(boolean shuffle) {
    return new FlowOptions(batchSize, shuffle, seed, subset, ignoreClassSplit, saving, threads);
  }

  /** These options with a seed. */
  public FlowOptions seed(long seed) {
    return new FlowOptions(batchSize, shuffle, seed, subset, ignoreClassSplit, saving, threads);
  }

  /** These options with one part of what {@code validationSplit} divides. */
  public FlowOptions subset(Subset subset) {
    return new FlowOptions(batchSize, shuffle, seed, subset, ignoreClassSplit, saving, threads);
  }

  /** These options with labels that are, or are not, classes. */
  public FlowOptions ignoreClassSplit(boolean ignoreClassSplit) {
    return new FlowOptions(batchSize, shuffle, seed, subset, ignoreClassSplit, saving, threads);
  }

  /** These options with other files to write pictures to. */
  public FlowOptions saving(Saving saving) {
    return new FlowOptions(batchSize, shuffle, seed, subset, ignoreClassSplit, saving, threads);
  }

  /** These options with another number of threads. */
  public FlowOptions threads(int threads) {
    return new FlowOptions(batchSize, shuffle, seed, subset, ignoreClassSplit, saving, threads);
  }

  /** These options with a folder to write each picture to. */
  public FlowOptions saveToDir(Path saveToDir) {
    return saving(new Saving(saveToDir, saving.prefix(), saving.format()));
  }

  /** These options with another start of the names of written files. */
  public FlowOptions savePrefix(String savePrefix) {
    return saving(new Saving(saving.toDir(), savePrefix, saving.format()));
  }

  /** These options with another format of written files. */
  public FlowOptions saveFormat(ImageFormat saveFormat) {
    return saving(new Saving(saving.toDir(), saving.prefix(), saveFormat));
  }
}
