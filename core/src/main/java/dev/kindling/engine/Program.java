package dev.kindling.engine;

import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Input;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;

/** What programs for inference and for training share: numbers in, steps, numbers out. */
final class Program implements AutoCloseable {

  final Compiler compiler;
  private final stream stream;
  private final List<BytePointer> byteInputs = new ArrayList<>();
  private final List<NativeFloats> floatInputs = new ArrayList<>();
  private final List<NativeFloats> outputs = new ArrayList<>();
  private boolean closed;

  /** Takes over a compiler that has compiled its nodes; to be called in the same scope. */
  Program(Compiler compiler) {
    this.compiler = compiler;
    stream = compiler.resources.keep(new stream(Dnnl.ENGINE));
    for (Input input : compiler.graph.inputs()) {
      memory numbers = compiler.value(input.name()).original();
      byteInputs.add(compiler.resources.keep(new BytePointer(numbers.get_data_handle())));
      floatInputs.add(new NativeFloats(numbers));
    }
    List<memory> results = new ArrayList<>();
    for (String name : compiler.graph.outputs()) {
      Value value = compiler.value(name);
      results.add(compiler.in(value, Dnnl.rowMajor(Dnnl.F32, value.shape), compiler.forward));
    }
    // What is fetched is needed when all steps are done.
    results.forEach(result -> compiler.workspace.use(result, compiler.forward.size()));
    compiler.workspace.place(compiler);
    results.forEach(result -> outputs.add(new NativeFloats(result)));
  }

  void feed(int input, float[] values, int from, int length) {
    check(input, ElementType.FLOAT, length);
    floatInputs.get(input).put(values, from, length, compiler.threads);
  }

  void feed(int input, byte[] values) {
    check(input, ElementType.UINT8, values.length);
    byteInputs.get(input).put(values, 0, values.length);
  }

  private void check(int index, ElementType type, int length) {
    requireOpen();
    Graph graph = compiler.graph;
    Input input = graph.inputs().get(index);
    long row = input.shape().withoutBatch().elements();
    if (input.type() != type) {
      throw new IllegalArgumentException(
          "The input '%s' takes numbers of type %s. Received: %s"
              .formatted(input.name(), input.type(), type));
    }
    if (length % row != 0 || length > row * compiler.batchSize) {
      throw new IllegalArgumentException(
          "The input '%s' takes up to %d rows of %d numbers. Received: %d numbers"
              .formatted(input.name(), compiler.batchSize, row, length));
    }
  }

  void fetch(int output, float[] into, int from, int length) {
    requireOpen();
    String name = compiler.graph.outputs().get(output);
    long elements = compiler.fixedShape(name).elements();
    if (length > elements) {
      throw new IllegalArgumentException(
          "The output '%s' has %d numbers. Received: room for %d"
              .formatted(name, elements, length));
    }
    outputs.get(output).get(into, from, length);
  }

  void run(List<Step> steps) {
    requireOpen();
    OpenMp.useThreads(compiler.threads);
    for (Step step : steps) {
      step.run(stream);
    }
    stream._wait();
  }

  /** Brings parameters that are not trained to the kernels' orders. */
  void setUp() {
    compiler.derived.forEach(Runnable::run);
    run(compiler.setup);
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("This program is closed.");
    }
  }

  @Override
  public void close() {
    closed = true;
    compiler.resources.close();
  }
}
