package dev.kindling.data;

/**
 * An endless supply of batches, pass after pass over the same samples, as Keras's generators are:
 * what {@code fit}, {@code evaluate} and {@code predict} take.
 *
 * <p>A pass has {@link #size()} batches, the last of which may be smaller. Not for use by several
 * threads at once.
 */
public interface Batches extends AutoCloseable {

  /** The number of samples in one pass. */
  int samples();

  /** The number of batches in one pass. */
  int size();

  /**
   * The next batch; after the last one of a pass comes the first one of the next.
   *
   * <p>The batch belongs to the caller: it is not changed by later calls.
   *
   * @throws java.io.UncheckedIOException if a picture of the batch cannot be read; its message
   *     names the file. The batch is passed over: the next call gives the one after it
   * @throws java.util.concurrent.CancellationException if this thread is interrupted while it
   *     waits; it stays marked as interrupted
   * @throws IllegalStateException once closed
   */
  Batch next();

  /**
   * Passes over so many batches: what comes next is what would come after them.
   *
   * @param batches at least 0
   */
  void skip(long batches);

  /** Lets {@link #next()} go on with the first batch of a new pass, wherever it is now. */
  void reset();

  /** Ends the threads that prepare batches. No exception is thrown. */
  @Override
  void close();
}
