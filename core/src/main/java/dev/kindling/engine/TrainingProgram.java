package dev.kindling.engine;

import dev.kindling.graph.BatchNormalization;
import dev.kindling.graph.Graph;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * A network compiled to be trained with batches of one size: forward as in training (dropout
 * drops), then backward from the gradients of the loss by its outputs to the gradients of the loss
 * by its trained parameters.
 *
 * <p>The weights belong to the caller, who changes them between steps; each forward takes their
 * numbers as they are then. It holds native memory until it is {@linkplain #close() closed}, and
 * takes no more after it is compiled. Not for use by two threads at once.
 */
public final class TrainingProgram implements AutoCloseable {

  private final Program program;
  private final List<Parameter> trained = new ArrayList<>();
  private final List<NativeFloats> nativeGradients = new ArrayList<>();
  private final Map<String, Tensor> gradients = new LinkedHashMap<>();

  /** For each output that a trained parameter lies before; null for the others. */
  private final List<@Nullable NativeFloats> outputGradients = new ArrayList<>();

  private final int threads;

  private TrainingProgram(Program program, int threads) {
    this.program = program;
    this.threads = threads;
  }

  /**
   * Compiles a network.
   *
   * @param weights the numbers of the graph's parameters, by name; read again by each forward
   * @param trainable the names of the parameters whose gradients are wanted, and of the means of
   *     the {@link BatchNormalization}s that are to normalize by their batch; a name that the graph
   *     does not have is passed over, as when a part of a network is trained
   * @param batchSize the number of rows in a batch, at least 1
   * @throws EngineException if a node cannot be compiled; the message names it
   * @throws IllegalArgumentException if a weight is missing or of another shape, or nothing that is
   *     trained lies before any output
   */
  public static TrainingProgram compile(
      Graph graph,
      Map<String, Tensor> weights,
      Set<String> trainable,
      int batchSize,
      EngineOptions options) {
    OpenMp.useThreads(options.threads());
    Compiler compiler = new Compiler(graph, trainable, batchSize, options, true);
    return compiler.attempt(
        () -> {
          compiler.compile(weights);
          TrainingProgram training = new TrainingProgram(new Program(compiler), options.threads());
          training.compileBackward(compiler);
          training.program.setUp();
          return training;
        });
  }

  private void compileBackward(Compiler compiler) {
    for (String name : compiler.graph.outputs()) {
      Value output = compiler.value(name);
      if (output.needsGradient) {
        memory gradient = compiler.allocate(Dnnl.rowMajor(Dnnl.F32, output.shape));
        outputGradients.add(new NativeFloats(gradient));
        compiler.addGradient(output, gradient);
      } else {
        outputGradients.add(null);
      }
    }
    if (outputGradients.stream().allMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "Nothing that is trained lies before the output '%s'."
              .formatted(String.join("', '", compiler.graph.outputs())));
    }
    compiler.compileBackward();
    compiler.parameters.forEach(
        (name, parameter) -> {
          Parameter.Folding folded = parameter.folded;
          memory numbers = (folded == null ? parameter : folded.parameter()).gradient;
          if (parameter.trainable && numbers != null) {
            trained.add(parameter);
            nativeGradients.add(new NativeFloats(numbers));
            gradients.put(name, Tensor.zeros(parameter.host.shape()));
          }
        });
  }

  /** The number of rows in a batch. */
  public int batchSize() {
    return program.compiler.batchSize;
  }

  /**
   * Sets the rows of an input.
   *
   * @param input the input's place in {@link Graph#inputs()}; it must take floats
   * @param values whole rows, row-major
   */
  public void feed(int input, float[] values) {
    program.feed(input, values, 0, values.length);
  }

  /**
   * Sets the rows of an input.
   *
   * @param input the input's place in {@link Graph#inputs()}; it must take bytes
   * @param values whole rows, row-major, each byte a number from 0 to 255
   */
  public void feed(int input, byte[] values) {
    program.feed(input, values);
  }

  /**
   * Computes the output from the weights' current numbers.
   *
   * @param seed decides what is dropped: the same seed drops the same elements
   * @throws EngineException if a step fails; the message names its node and shapes
   */
  public void forward(long seed) {
    program.requireOpen();
    trained.stream()
        .filter(parameter -> parameter.folded == null)
        .forEach(parameter -> parameter.upload(threads));
    program.compiler.derivedInEachRun.forEach(Runnable::run);
    program.compiler.draws.forEach(draw -> draw.draw(seed));
    program.run(program.compiler.refresh);
    program.run(program.compiler.forward);
  }

  /** Copies the first numbers of the output, row-major, into the array. */
  public void fetch(int output, float[] into) {
    program.fetch(output, into, 0, into.length);
  }

  /**
   * Computes the {@link #gradients()} of a network of one output for the batch of the last forward.
   *
   * @param gradient the gradient of the loss by each number of the output, row-major
   * @throws EngineException if a step fails; the message names its node and shapes
   */
  public void backward(float[] gradient) {
    backward(List.of(gradient));
  }

  /**
   * Computes the {@link #gradients()} for the batch of the last forward.
   *
   * @param outputs for each output the gradient of the loss by each of its numbers, row-major
   * @throws EngineException if a step fails; the message names its node and shapes
   */
  public void backward(List<float[]> outputs) {
    program.requireOpen();
    if (outputs.size() != outputGradients.size()) {
      throw new IllegalArgumentException(
          "The network has %d outputs. Received: gradients of %d"
              .formatted(outputGradients.size(), outputs.size()));
    }
    for (int output = 0; output < outputs.size(); output++) {
      put(output, outputs.get(output));
    }
    program.run(program.compiler.backward);
    int i = 0;
    for (Tensor tensor : gradients.values()) {
      nativeGradients.get(i).get(tensor.data(), threads);
      Parameter.Folding folded = trained.get(i).folded;
      if (folded != null) {
        folded.scale(tensor.data());
      }
      i++;
    }
  }

  private void put(int output, float[] gradient) {
    String name = program.compiler.graph.outputs().get(output);
    long length = program.compiler.fixedShape(name).elements();
    if (gradient.length != length) {
      throw new IllegalArgumentException(
          "The gradient of the output '%s' has %d numbers. Received: %d"
              .formatted(name, length, gradient.length));
    }
    NativeFloats memory = outputGradients.get(output);
    if (memory != null) {
      memory.put(gradient);
    }
  }

  /**
   * The gradients of the loss by the trained parameters, by name: the same tensors each time,
   * filled anew by each backward.
   */
  public Map<String, Tensor> gradients() {
    return Collections.unmodifiableMap(gradients);
  }

  /**
   * The means and variances of those normalizations whose mean is trained, by name, moved towards
   * those of the batch of the last forward. They are the caller's to keep.
   */
  public Map<String, Tensor> movedStatistics() {
    Map<String, Tensor> moved = new LinkedHashMap<>();
    for (Statistic statistic : program.compiler.statistics) {
      statistic.move(moved.computeIfAbsent(statistic.name, name -> statistic.before()).data());
    }
    return moved;
  }

  @Override
  public void close() {
    program.close();
  }
}
