package dev.kindling.engine;

import dev.kindling.graph.Graph;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Copies of one network, compiled for inference: while a thread computes with one, other threads
 * have others, and none waits for another at the end of each layer (docs/decisions/0043).
 *
 * <p>It holds native memory until it is {@linkplain #close() closed}. Threads may share it.
 */
public final class ProgramPool implements AutoCloseable {

  /** What the copies' weights may take; where that is too little, several threads share one. */
  private static final long MOST_BYTES = 1L << 30;

  private final Graph graph;
  private final int batchSize;
  private final int copies;
  private final EngineOptions options;
  private final Semaphore free;
  private final Queue<InferenceProgram> idle = new ConcurrentLinkedQueue<>();
  private Map<String, Tensor> weights; // changed only while no copy is at work
  private boolean closed; // as the weights

  /**
   * Compiles the first copy; the others follow when they are needed.
   *
   * @param weights the numbers of the graph's parameters, by name; not to be changed before this is
   *     closed or takes others
   * @param batchSize the number of rows that a copy computes at once, at least 1
   * @param most how many copies are of use, at least 1; the threads are shared out among them
   * @throws EngineException if a node cannot be compiled; the message names it
   * @throws IllegalArgumentException if a weight is missing or of another shape
   */
  public ProgramPool(
      Graph graph, Map<String, Tensor> weights, int batchSize, int most, EngineOptions options) {
    this.graph = graph;
    this.weights = weights;
    this.batchSize = batchSize;
    long bytes =
        graph.parameters().values().stream().mapToLong(Shape::elements).sum() * Float.BYTES;
    long affordable = Math.max(1, MOST_BYTES / Math.max(1, bytes));
    copies = (int) Math.min(Math.min(most, options.threads()), affordable);
    this.options = options.threads(options.threads() / copies);
    free = new Semaphore(copies);
    idle.add(compile());
  }

  private InferenceProgram compile() {
    return InferenceProgram.compile(graph, weights, batchSize, options);
  }

  /** How many copies may be at work at once; more threads wait. */
  public int copies() {
    return copies;
  }

  /** The number of rows that a copy computes at once. */
  public int batchSize() {
    return batchSize;
  }

  /**
   * Computes with a copy, alone.
   *
   * @throws IllegalStateException if this is closed
   */
  public void use(Consumer<InferenceProgram> work) {
    free.acquireUninterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("This network is closed.");
      }
      InferenceProgram waiting = idle.poll();
      InferenceProgram program = waiting == null ? compile() : waiting;
      try {
        work.accept(program);
      } finally {
        idle.add(program);
      }
    } finally {
      free.release();
    }
  }

  /**
   * Waits for those that compute, and takes other weights for the same network.
   *
   * @param weights the numbers of the graph's parameters, by name; not to be changed before this is
   *     closed or takes others
   * @throws IllegalArgumentException if a weight is missing or of another shape
   */
  public void takeWeights(Map<String, Tensor> weights) {
    free.acquireUninterruptibly(copies);
    try {
      idle.forEach(program -> program.takeWeights(weights));
      this.weights = weights;
    } finally {
      free.release(copies);
    }
  }

  /** Waits for those that compute, and frees the memory. */
  @Override
  public void close() {
    free.acquireUninterruptibly(copies);
    closed = true;
    idle.forEach(InferenceProgram::close);
    idle.clear();
    free.release(copies);
  }
}
