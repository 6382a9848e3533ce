package dev.kindling.engine;

import dev.kindling.graph.Graph;
import dev.kindling.tensor.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * A network compiled to give its outputs for batches of one size.
 *
 * <p>It holds native memory until it is {@linkplain #close() closed}, and takes no more after it is
 * compiled. It keeps its own copy of the weights. Not for use by two threads at once.
 */
public final class InferenceProgram implements AutoCloseable {

  private final Program program;

  private InferenceProgram(Program program) {
    this.program = program;
  }

  /**
   * Compiles a network.
   *
   * @param weights the numbers of the graph's parameters, by name
   * @param batchSize the number of rows that are computed at once, at least 1
   * @throws EngineException if a node cannot be compiled; the message names it
   * @throws IllegalArgumentException if a weight is missing or of another shape
   */
  public static InferenceProgram compile(
      Graph graph, Map<String, Tensor> weights, int batchSize, EngineOptions options) {
    OpenMp.useThreads(options.threads());
    Compiler compiler = new Compiler(graph, Set.of(), batchSize, options, false);
    return compiler.attempt(
        () -> {
          compiler.compile(weights);
          Program program = new Program(compiler);
          program.setUp();
          return new InferenceProgram(program);
        });
  }

  /**
   * Takes other weights for the same network, without compiling it again.
   *
   * @param weights the numbers of the graph's parameters, by name
   * @throws IllegalArgumentException if a weight is missing or of another shape
   */
  public void takeWeights(Map<String, Tensor> weights) {
    program.requireOpen();
    program.compiler.takeWeights(weights);
    program.setUp();
  }

  /** The number of rows that are computed at once. */
  public int batchSize() {
    return program.compiler.batchSize;
  }

  /**
   * Sets the first rows of an input; further rows stay as they were.
   *
   * @param input the input's place in {@link Graph#inputs()}; it must take floats
   * @param values whole rows, row-major
   */
  public void feed(int input, float[] values) {
    feed(input, values, 0, values.length);
  }

  /**
   * Sets the first rows of an input; further rows stay as they were.
   *
   * @param input the input's place in {@link Graph#inputs()}; it must take floats
   * @param values has whole rows, row-major
   * @param from where the rows begin in the array
   * @param length how many numbers they have
   */
  public void feed(int input, float[] values, int from, int length) {
    program.feed(input, values, from, length);
  }

  /**
   * Sets the first rows of an input; further rows stay as they were.
   *
   * @param input the input's place in {@link Graph#inputs()}; it must take bytes
   * @param values whole rows, row-major, each byte a number from 0 to 255
   */
  public void feed(int input, byte[] values) {
    program.feed(input, values);
  }

  /**
   * Computes the outputs of all rows.
   *
   * @throws EngineException if a step fails; the message names its node and shapes
   */
  public void run() {
    program.run(program.compiler.forward);
  }

  /**
   * Copies the first numbers of an output, row-major, into the array.
   *
   * @param output the output's place in {@link Graph#outputs()}
   */
  public void fetch(int output, float[] into) {
    fetch(output, into, 0, into.length);
  }

  /**
   * Copies the first numbers of an output, row-major, into a part of the array.
   *
   * @param output the output's place in {@link Graph#outputs()}
   * @param from where the part begins
   * @param length how many numbers it takes
   */
  public void fetch(int output, float[] into, int from, int length) {
    program.fetch(output, into, from, length);
  }

  @Override
  public void close() {
    program.close();
  }
}
