package dev.kindling.models;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches of samples that lie in arrays, in order or shuffled anew for each pass. */
final class ArrayBatches implements Batches {

  private final Batch all;
  private final int batchSize;
  private final @Nullable NumpyRandom random;
  private final int[] order;
  private int position;

  /** The samples in order. */
  ArrayBatches(Tensor x, @Nullable Tensor y, int batchSize) {
    this(new Batch(x, y), batchSize, null);
  }

  /**
   * The samples of one large batch.
   *
   * @param random draws another order before each pass; null to keep theirs
   */
  ArrayBatches(Batch all, int batchSize, @Nullable NumpyRandom random) {
    if (all.size() == 0) {
      throw new IllegalArgumentException(
          "There must be samples, (n, height, width, channels) or (n, features). Received: "
              + all.x().shape());
    }
    this.all = all;
    this.batchSize = batchSize;
    this.random = random;
    this.order = new int[all.size()];
    reset();
  }

  @Override
  public int samples() {
    return order.length;
  }

  @Override
  public int size() {
    return (order.length + batchSize - 1) / batchSize;
  }

  @Override
  public Batch next() {
    int from = advance();
    return new Batch(
        rows(all.xs(), from), rows(all.ys(), from), rows(all.sampleWeights(), from), List.of());
  }

  @Override
  public void skip(long batches) {
    for (long i = 0; i < batches; i++) {
      advance();
    }
  }

  /** Moves on by a batch and gives the place where it begins. */
  private int advance() {
    if (position == order.length) {
      reset();
    }
    int from = position;
    position = Math.min(from + batchSize, order.length);
    return from;
  }

  /** The samples of some arrays from one place to the position. */
  private List<Tensor> rows(List<Tensor> arrays, int from) {
    return arrays.stream().map(array -> rows(array, from, position)).toList();
  }

  private Tensor rows(Tensor all, int from, int to) {
    Tensor rows = Tensor.zeros(all.shape().withBatch(to - from));
    int length = all.data().length / order.length;
    for (int i = from; i < to; i++) {
      System.arraycopy(all.data(), order[i] * length, rows.data(), (i - from) * length, length);
    }
    return rows;
  }

  @Override
  public void reset() {
    position = 0;
    int[] next = random == null ? inOrder() : random.permutation(order.length);
    System.arraycopy(next, 0, order, 0, order.length);
  }

  private int[] inOrder() {
    int[] next = new int[order.length];
    Arrays.setAll(next, i -> i);
    return next;
  }

  @Override
  public void close() {}
}
