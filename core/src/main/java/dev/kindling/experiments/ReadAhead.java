package dev.kindling.experiments;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What is made of pictures by a few threads, a bounded number ahead of the one asked for, in order.
 */
final class ReadAhead<T> implements AutoCloseable {

  /** Makes something of each picture, by number; used by several threads at once. */
  interface Loader<T> {
    T load(int index) throws IOException;
  }

  /** How many wait for the one who asks, for each thread: what bounds the memory. */
  private static final int AHEAD = 16;

  private final int pictures;
  private final Loader<T> loader;
  private final int ahead;
  private final ExecutorService threads;
  private final Deque<Future<T>> pending = new ArrayDeque<>();
  private int begun;

  ReadAhead(int pictures, Loader<T> loader, int threads) {
    this.pictures = pictures;
    this.loader = loader;
    this.ahead = AHEAD * threads;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "kindling-reader");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * What was made of the next picture; to be called once for each.
   *
   * @throws IOException if it cannot be had
   */
  T next() throws IOException {
    while (begun < pictures && pending.size() < ahead) {
      int index = begun++;
      pending.add(threads.submit(() -> loader.load(index)));
    }
    try {
      return pending.remove().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      if (e.getCause() instanceof IOException trouble) {
        throw trouble;
      }
      throw new IllegalStateException("A picture could not be loaded.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while waiting for a picture.");
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
