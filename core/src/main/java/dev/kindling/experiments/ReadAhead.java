package dev.kindling.experiments;

import dev.kindling.image.Image;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pictures loaded by a few threads, a bounded number ahead of the one asked for, in order. */
final class ReadAhead implements AutoCloseable {

  /** Has the pictures, by number; used by several threads at once. */
  interface Loader {
    Image load(int index) throws IOException;
  }

  /** A picture, or why it cannot be had. */
  record Loaded(@Nullable Image image, @Nullable IOException failure) {
    Stream<Image> images() {
      return Stream.ofNullable(image);
    }
  }

  /** How many pictures wait for the one who asks, for each thread: what bounds the memory. */
  private static final int AHEAD = 16;

  private final int pictures;
  private final Loader loader;
  private final int ahead;
  private final ExecutorService threads;
  private final Deque<Future<Loaded>> pending = new ArrayDeque<>();
  private int begun;

  ReadAhead(int pictures, Loader loader, int threads) {
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

  /** The next picture; to be called once for each. */
  Loaded next() {
    while (begun < pictures && pending.size() < ahead) {
      int index = begun++;
      pending.add(threads.submit(() -> load(index)));
    }
    try {
      return pending.remove().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("A picture could not be loaded.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while waiting for a picture.");
    }
  }

  private Loaded load(int index) {
    try {
      return new Loaded(loader.load(index), null);
    } catch (IOException e) {
      return new Loaded(null, e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
