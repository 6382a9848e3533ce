package dev.kindling.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * How long a picture is waited for before the disk or network it comes from is taken to be stuck.
 *
 * @param limit how long; a picture takes milliseconds
 */
public record Patience(Duration limit) {

  /** Two minutes: a disk that spins up, or a share that answers late, takes seconds. */
  public static final Patience DEFAULT = new Patience(Duration.ofMinutes(2));

  /**
   * What the work on a picture gives.
   *
   * @param picture names it
   * @throws UncheckedIOException if the work takes too long; the message names the picture
   */
  public <T> T await(Future<T> work, Supplier<String> picture)
      throws InterruptedException, ExecutionException {
    try {
      return work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      String message =
          "%s has not come for %s seconds. Is the disk or network that it lies on still there?"
              .formatted(picture.get(), limit.toMillis() / 1000.0);
      throw new UncheckedIOException(new IOException(message, e));
    }
  }
}
