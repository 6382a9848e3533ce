package dev.kindling.models;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Batches of samples that lie in arrays, in order or shuffled anew for each pass. */
final class ArrayBatches implements Batches {

  private final Tensor x;
  private final @Nullable Tensor y;
  private final int batchSize;
  private final @Nullable NumpyRandom random;
  private final int[] order;
  private int position;

  /** The samples in order. */
  ArrayBatches(Tensor x, @Nullable Tensor y, int batchSize) {
    this(x, y, batchSize, null);
  }

  /** The samples in an order that the generator draws before each pass. */
  ArrayBatches(Tensor x, @Nullable Tensor y, int batchSize, @Nullable NumpyRandom random) {
    if (x.shape().rank() < 2 || x.shape().size(0) == 0) {
      throw new IllegalArgumentException(
          "There must be samples, (n, height, width, channels) or (n, features). Received: "
              + x.shape());
    }
    if (y != null && (y.shape().rank() == 0 || y.shape().size(0) != x.shape().size(0))) {
      throw new IllegalArgumentException(
          "There must be as many labels as samples. Received: samples of shape %s, labels of shape %s"
              .formatted(x.shape(), y.shape()));
    }
    this.x = x;
    this.y = y;
    this.batchSize = batchSize;
    this.random = random;
    this.order = new int[x.shape().size(0)];
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
    if (position == order.length) {
      reset();
    }
    int from = position;
    position = Math.min(from + batchSize, order.length);
    return new Batch(rows(x, from, position), y == null ? null : rows(y, from, position));
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
