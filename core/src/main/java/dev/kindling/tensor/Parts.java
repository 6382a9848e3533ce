package dev.kindling.tensor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** What several threads work on at once: parts of a long array, or pieces of any work. */
public final class Parts {

  /** Less is done before another thread has woken up. */
  private static final int WORTH_SHARING = 1 << 16;

  private Parts() {}

  /** Work on the elements from one place to before another. */
  public interface Work {
    void on(int from, int to);
  }

  /**
   * Does work on all elements of an array, whose outcome must not depend on how they are divided.
   *
   * @param length how many there are; a short array is worked on by the caller alone
   * @param threads how many work on it at most, at least 1
   */
  public static void forEach(int length, int threads, Work work) {
    if (threads == 1 || length < WORTH_SHARING) {
      work.on(0, length);
      return;
    }
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            part ->
                work.on(
                    (int) ((long) length * part / threads),
                    (int) ((long) length * (part + 1) / threads)));
  }

  /**
   * Does some pieces of work, whose outcome must not depend on their order.
   *
   * @param pieces how many there are
   * @param threads how many work on them at most, at least 1; each takes one after the other
   */
  public static void forEachPiece(int pieces, int threads, IntConsumer work) {
    int workers = Math.min(pieces, threads);
    if (workers <= 1) {
      IntStream.range(0, pieces).forEach(work);
      return;
    }
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, workers)
        .parallel()
        .forEach(
            worker -> {
              for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
                work.accept(i);
              }
            });
  }
}
