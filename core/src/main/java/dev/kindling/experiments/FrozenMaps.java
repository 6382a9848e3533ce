package dev.kindling.experiments;

import dev.kindling.augment.BatchAugmentation;
import dev.kindling.augment.Mixture;
import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.engine.EngineOptions;
import dev.kindling.models.Model;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the part of a network that stays as it is gives for some variants of every picture, kept in
 * memory: an epoch of the part behind it then costs no more than that part.
 */
final class FrozenMaps implements AutoCloseable {

  private final Model frozen;
  private final int pictures;
  private final PictureNetwork network;
  private final List<float[][]> variants = new ArrayList<>();

  /**
   * Nothing kept yet.
   *
   * @param frozen the part that stays as it is; not closed
   */
  FrozenMaps(Model frozen, int pictures, EngineOptions options) {
    this.frozen = frozen;
    this.pictures = pictures;
    this.network = new PictureNetwork(frozen.graph(), frozen.parameters(), options);
  }

  /** The bytes that one variant of so many pictures takes. */
  static long bytes(Model frozen, int pictures) {
    return frozen.outputShape().withoutBatch().elements() * Float.BYTES * pictures;
  }

  /** For how many variants of so many pictures half of Java's memory is enough. */
  static int room(Model frozen, int pictures) {
    return room(frozen, pictures, 0);
  }

  /** The same, where some of that half is taken. */
  static int room(Model frozen, int pictures, long taken) {
    return (int) ((Runtime.getRuntime().maxMemory() / 2 - taken) / bytes(frozen, pictures));
  }

  /**
   * Checks that there is memory for so many variants.
   *
   * @throws IllegalArgumentException if not
   */
  static void requireRoom(Model frozen, int pictures, int variants) {
    int room = room(frozen, pictures);
    if (variants > room) {
      throw new IllegalArgumentException(
          "What the frozen part gives for %d variants of %d pictures takes %d MB, more than half of Java's memory: room is for %d (--variants). KINDLING_JAVA_OPTS=-Xmx8g gives Java 8 GB."
              .formatted(variants, pictures, (bytes(frozen, pictures) * variants) >> 20, room));
    }
  }

  /** The bytes that it takes. */
  long bytes() {
    return variants.size() * bytes(frozen, pictures);
  }

  /** How many variants of each picture are kept. */
  int variants() {
    return variants.size();
  }

  /**
   * Keeps one more variant of each picture.
   *
   * @param flow gives them in their order; not closed
   * @param progress hears how many pictures are done; may throw to end the work
   */
  void add(Batches flow, IntConsumer progress) {
    float[][] maps = new float[pictures][];
    flow.reset();
    int done = 0;
    while (done < pictures) {
      Tensor batch = flow.next().x();
      int count = batch.shape().size(0);
      int length = batch.data().length / count;
      int first = done;
      IntStream.range(0, count)
          .parallel()
          .forEach(i -> maps[first + i] = network.of(batch.data(), i * length, length)[0]);
      done += count;
      progress.accept(done);
    }
    variants.add(maps);
  }

  /**
   * Batches of some pictures, without end: in each pass they come in another order, and each in its
   * next variant.
   *
   * @param which the pictures, by their places
   * @param labels of all pictures, {@code (n)} or {@code (n, classes)}
   * @param mixing what is done to whole batches, or null
   */
  Batches shuffled(
      int[] which, Tensor labels, int batchSize, long seed, @Nullable BatchAugmentation mixing) {
    return new Passes(which, labels, batchSize, new NumpyRandom(seed), mixing);
  }

  /** Batches of some pictures in their order, each in the first variant. */
  Batches inOrder(int[] which, Tensor labels, int batchSize) {
    return new Passes(which, labels, batchSize, null, null);
  }

  /** Frees what more variants would be computed with; those that are kept stay. */
  @Override
  public void close() {
    network.close();
  }

  private final class Passes implements Batches {

    private final int[] which;
    private final Tensor labels;
    private final int batchSize;
    private final @Nullable NumpyRandom random;
    private final @Nullable BatchAugmentation mixing;
    private int[] order;
    private int pass = -1;
    private int position;

    Passes(
        int[] which,
        Tensor labels,
        int batchSize,
        @Nullable NumpyRandom random,
        @Nullable BatchAugmentation mixing) {
      this.which = which.clone();
      this.labels = labels;
      this.batchSize = batchSize;
      this.random = random;
      this.mixing = mixing;
      this.order = which;
      reset();
    }

    @Override
    public int samples() {
      return which.length;
    }

    @Override
    public int size() {
      return (which.length + batchSize - 1) / batchSize;
    }

    @Override
    public Batch next() {
      int from = advance();
      int count = position - from;
      Tensor x = Tensor.zeros(frozen.outputShape().withBatch(count));
      Tensor y = Tensor.zeros(labels.shape().withBatch(count));
      int length = x.data().length / count;
      int classes = y.data().length / count;
      for (int i = 0; i < count; i++) {
        int picture = order[from + i];
        int variant = random == null ? 0 : (picture + pass) % variants.size();
        System.arraycopy(variants.get(variant)[picture], 0, x.data(), i * length, length);
        System.arraycopy(labels.data(), picture * classes, y.data(), i * classes, classes);
      }
      Mixture mixture = mixture(x.shape());
      return mixture == null ? new Batch(x, y) : new Batch(mixture.pictures(x), mixture.labels(y));
    }

    private @Nullable Mixture mixture(Shape maps) {
      return mixing == null || random == null ? null : mixing.draw(random, maps);
    }

    @Override
    public void skip(long batches) {
      for (long i = 0; i < batches; i++) {
        int from = advance();
        mixture(frozen.outputShape().withBatch(position - from));
      }
    }

    /** Moves on by a batch and gives the place where it begins. */
    private int advance() {
      if (position == which.length) {
        reset();
      }
      int from = position;
      position = Math.min(from + batchSize, which.length);
      return from;
    }

    @Override
    public void reset() {
      pass++;
      position = 0;
      if (random != null) {
        order = Arrays.stream(random.permutation(which.length)).map(i -> which[i]).toArray();
      }
    }

    @Override
    public void close() {}
  }
}
