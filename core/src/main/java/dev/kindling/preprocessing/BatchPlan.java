package dev.kindling.preprocessing;

import dev.kindling.augment.Change;
import dev.kindling.augment.Mixture;
import dev.kindling.data.DrawnSample;
import dev.kindling.random.NumpyRandom;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The random decisions for batch after batch, in the order in which Keras's iterators make them
 * (its {@code Iterator._flow_index} and what follows): seeding with the seed plus the number of
 * batches so far; at the start of a pass the order of the samples; the change of each picture; the
 * number in the name of each file, if pictures are written; at last how the batch is mixed, which
 * Keras does not know.
 */
final class BatchPlan<C extends Change> {

  private final ChangeRanges<C> ranges;
  private final int samples;
  private final FlowOptions options;

  /** What the numbers in the names of files stay below. */
  private final int nameLimit;

  private final NumpyRandom random;
  private int[] order = {};
  private int batchInPass;
  private long batchesSeen;

  BatchPlan(ChangeRanges<C> ranges, int samples, FlowOptions options, int nameLimit) {
    this.ranges = ranges;
    this.samples = samples;
    this.options = options;
    this.nameLimit = nameLimit;
    this.random = new NumpyRandom(new SecureRandom().nextInt() & NumpyRandom.MAX_SEED);
  }

  /** Goes on with the first batch of a pass, so many batches having been seen. */
  void restart(long batchesSeen) {
    this.batchesSeen = batchesSeen;
    batchInPass = 0;
  }

  /** Decides on the next batch. */
  DrawnBatch<C> next() {
    if (options.seed() != null) {
      random.seed(options.seed() + batchesSeen);
    }
    if (batchInPass == 0) {
      order =
          options.shuffle() ? random.permutation(samples) : IntStream.range(0, samples).toArray();
    }
    int first = batchInPass * options.batchSize();
    int end = Math.min(first + options.batchSize(), samples);
    batchInPass = end < samples ? batchInPass + 1 : 0;
    batchesSeen++;

    List<C> changes = new ArrayList<>();
    for (int i = first; i < end; i++) {
      changes.add(ranges.draw(random));
    }
    List<DrawnSample<C>> batch = new ArrayList<>();
    for (int i = first; i < end; i++) {
      String savedAs = options.saving().toDir() == null ? null : fileName(order[i]);
      batch.add(new DrawnSample<>(order[i], changes.get(i - first), savedAs));
    }
    Mixture mixture = ranges.drawMixture(random, batch.size());
    return new DrawnBatch<>(batch, mixture);
  }

  private String fileName(int index) {
    return "%s_%d_%d.%s"
        .formatted(
            options.saving().prefix(),
            index,
            random.randint(nameLimit),
            options.saving().format().extension());
  }
}
