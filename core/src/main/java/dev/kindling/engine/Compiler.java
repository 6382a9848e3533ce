package dev.kindling.engine;

import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Input;
import dev.kindling.graph.Node;
import dev.kindling.graph.Relu;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Turns a graph into steps. Each operator has a kernel class that adds its steps here; what they
 * share (memory, reordering, the gradients' way back) is in this class.
 */
final class Compiler {

  final Graph graph;
  final int batchSize;
  final boolean training;
  final int threads;

  /** The type of the values inside the network. */
  final data_type type;

  final Resources resources = new Resources();
  final Workspace workspace = new Workspace();
  final Map<String, Value> values = new HashMap<>();
  final Map<String, Parameter> parameters = new LinkedHashMap<>();
  final List<Draw> draws = new ArrayList<>();

  /** The means and variances that move with each batch. */
  final List<Statistic> statistics = new ArrayList<>();

  /** Steps that run once, when all is compiled: constants brought to the kernels' orders. */
  final List<Step> setup = new ArrayList<>();

  /** Steps at the start of every run: trained parameters brought to the kernels' orders. */
  final List<Step> refresh = new ArrayList<>();

  final List<Step> forward = new ArrayList<>();
  final List<Step> backward = new ArrayList<>();

  /** Computes parameters from others, on the Java side. */
  final List<Runnable> derived = new ArrayList<>();

  /** The same, from trained ones: before every run. */
  final List<Runnable> derivedInEachRun = new ArrayList<>();

  private final Set<String> trainable;
  private final Set<String> computed = new HashSet<>();
  private final List<Runnable> backwardKernels = new ArrayList<>();
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, List<Node>> consumers = new HashMap<>();
  private String current = "";

  Compiler(
      Graph graph, Set<String> trainable, int batchSize, EngineOptions options, boolean training) {
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "batchSize must be at least 1. Received: batchSize=" + batchSize);
    }
    this.graph = graph;
    this.trainable = trainable;
    this.batchSize = batchSize;
    this.training = training;
    this.threads = options.threads();
    this.type = options.precision().resolve() == Precision.BF16 ? data_type.bf16 : data_type.f32;
    for (Node node : graph.nodes()) {
      producers.put(node.name(), node);
      node.inputs().forEach(in -> consumers.computeIfAbsent(in, k -> new ArrayList<>()).add(node));
    }
  }

  /** Makes a program of what is compiled; when that fails, all native memory is freed. */
  <T> T attempt(Supplier<T> compilation) {
    try {
      return Resources.within(compilation);
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  private void declare(String name, Shape shape, Map<String, Tensor> weights) {
    Tensor host = host(name, shape, weights);
    memory rowMajor = allocate("weight", name, Dnnl.F32, shape);
    Parameter parameter = new Parameter(host, trainable.contains(name), rowMajor);
    parameter.upload(1);
    parameters.put(name, parameter);
  }

  private static Tensor host(String name, Shape shape, Map<String, Tensor> weights) {
    Tensor host = weights.get(name);
    if (host == null || !host.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "The network needs a weight '%s' of shape %s. Received: %s"
              .formatted(name, shape, host == null ? "none" : host.shape()));
    }
    return host;
  }

  /** Takes the numbers of other tensors; or, when one does not fit, of none. */
  void takeWeights(Map<String, Tensor> weights) {
    Map<Parameter, Tensor> taken = new LinkedHashMap<>();
    graph
        .parameters()
        .forEach((name, shape) -> taken.put(parameter(name), host(name, shape, weights)));
    taken.forEach(Parameter::take);
  }

  /** Compiles all nodes, and the way back when training. */
  void compile(Map<String, Tensor> weights) {
    graph.parameters().forEach((name, shape) -> declare(name, shape, weights));
    graph.inputs().forEach(this::compileInput);
    for (Node node : graph.nodes()) {
      // What is computed together with an earlier node has its value already, or none.
      if (!values.containsKey(node.name()) && !computed.contains(node.name())) {
        named(node, () -> Kernels.compile(this, node));
      }
    }
  }

  /** Compiles the way back, once the outputs have their gradients. */
  void compileBackward() {
    for (int i = backwardKernels.size() - 1; i >= 0; i--) {
      backwardKernels.get(i).run();
    }
  }

  private void compileInput(Input input) {
    data_type inputType = input.type() == ElementType.UINT8 ? data_type.u8 : Dnnl.F32;
    Shape shape = input.shape().withBatch(batchSize);
    memory original = allocate("input", input.name(), inputType, shape);
    values.put(input.name(), new Value(input.name(), shape, original, false));
  }

  /** Runs part of the compilation so that its steps and errors bear the node's name and shapes. */
  private void named(Node node, Runnable part) {
    List<Shape> inputs = node.inputs().stream().map(this::fixedShape).toList();
    String description =
        "'%s' (%s of %s to %s)"
            .formatted(node.name(), node.op().name(), inputs, fixedShape(node.name()));
    current = description;
    try {
      part.run();
    } catch (RuntimeException e) {
      throw new EngineException("Cannot compile " + description + ": " + e.getMessage(), e);
    }
  }

  /** The shape of a value at this program's batch size. */
  Shape fixedShape(String name) {
    Shape shape = graph.shape(name);
    return shape.rank() > 0 && shape.size(0) == Shape.FREE ? shape.withBatch(batchSize) : shape;
  }

  Value value(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "'" + name + "' is a parameter; here only values are taken.");
    }
    return value;
  }

  Parameter parameter(String name) {
    Parameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "'" + name + "' is a value; here only parameters are taken.");
    }
    return parameter;
  }

  /** Adds what a node makes; it needs a gradient when one of the node's inputs does. */
  Value define(Node node, String name, memory original) {
    boolean needsGradient =
        training
            && node.inputs().stream()
                .anyMatch(
                    in ->
                        parameters.containsKey(in)
                            ? parameter(in).trainable
                            : value(in).needsGradient);
    Value value = new Value(name, fixedShape(name), original, needsGradient);
    values.put(name, value);
    return value;
  }

  /** Says that these nodes are computed together with one before them. */
  void computedTogether(List<Node> nodes) {
    nodes.forEach(node -> computed.add(node.name()));
  }

  /** Compiled after all forward kernels, in reverse order, under the same node's name. */
  void onBackward(Node node, Runnable kernel) {
    backwardKernels.add(() -> named(node, kernel));
  }

  /** The node that makes the value; null if none does. */
  @Nullable Node producer(String name) {
    return producers.get(name);
  }

  /** The only node that takes the value, when there is just one and the value is no output. */
  @Nullable Node onlyConsumer(String name) {
    List<Node> takers = onlyConsumers(name);
    return takers.size() == 1 ? takers.get(0) : null;
  }

  /** The nodes that take the value; none if it is an output, which others take, too. */
  List<Node> onlyConsumers(String name) {
    return graph.outputs().contains(name) ? List.of() : consumers.getOrDefault(name, List.of());
  }

  /** The ReLU that is computed together with this node, when it alone takes the node's value. */
  @Nullable Node fusedRelu(Node node) {
    Node next = onlyConsumer(node.name());
    return next != null && next.op() instanceof Relu ? next : null;
  }

  /** A node's third input, or zeros that are not trained. */
  Parameter bias(Node node) {
    if (node.inputs().size() == 3) {
      return parameter(node.inputs().get(2));
    }
    return constant(Tensor.zeros(fixedShape(node.name()).size(1)));
  }

  /** Numbers that are no weights of the network. */
  Parameter constant(Tensor numbers) {
    return numbers(numbers, false);
  }

  /** Numbers that are no weights of the network, and whether those are trained they come from. */
  Parameter numbers(Tensor numbers, boolean trainable) {
    memory rowMajor = allocate(Dnnl.rowMajor(Dnnl.F32, numbers.shape()));
    Parameter parameter = new Parameter(numbers, trainable, rowMajor);
    parameter.upload(1);
    return parameter;
  }

  private memory allocate(String what, String name, data_type type, Shape shape) {
    try {
      return allocate(Dnnl.rowMajor(type, shape));
    } catch (RuntimeException e) {
      throw new EngineException(
          "Cannot take memory for the %s '%s' of shape %s: %s"
              .formatted(what, name, shape, e.getMessage()),
          e);
    }
  }

  /** Memory of its own, whose numbers stay from run to run. */
  memory allocate(desc desc) {
    memory memory = resources.keep(new memory(desc, Dnnl.ENGINE));
    HugePages.advise(memory);
    return memory;
  }

  /** Memory for what a forward step makes: in inference, until the last step that reads it. */
  memory allocateResult(desc desc) {
    return training
        ? allocate(desc)
        : workspace.add(resources.keep(new memory(desc, Dnnl.ENGINE, new Pointer())));
  }

  /** Another reading of the same memory. */
  memory view(memory of, desc desc) {
    memory view = resources.keep(new memory(desc, Dnnl.ENGINE, of.get_data_handle()));
    workspace.addView(of, view);
    return view;
  }

  /** Adds a step; arguments are pairs of an oneDNN argument number and a memory. */
  void step(List<Step> to, String what, primitive primitive, Object... arguments) {
    IntMemoryMap map = resources.keep(new IntMemoryMap());
    for (int i = 0; i < arguments.length; i += 2) {
      map.put((Integer) arguments[i], (memory) arguments[i + 1]);
      if (to == forward) {
        workspace.use((memory) arguments[i + 1], forward.size());
      }
    }
    to.add(new Step(what + " of " + current, resources.keep(primitive), map));
  }

  /** The memory itself, or a copy of it in the wanted order and type. */
  memory reordered(memory from, desc wanted, List<Step> steps) {
    if (Dnnl.same(from.get_desc(), wanted)) {
      return from;
    }
    memory to = steps == forward ? allocateResult(wanted) : allocate(wanted);
    copy(steps, from, to);
    return to;
  }

  /** Copies numbers into another order, another type, or a part of other memory. */
  void copy(List<Step> steps, memory from, memory to) {
    step(steps, "reorder", new reorder(from, to), dnnl.DNNL_ARG_FROM, from, dnnl.DNNL_ARG_TO, to);
  }

  /** A value in the wanted order and type. */
  memory in(Value value, desc wanted, List<Step> steps) {
    memory source = value.original();
    for (memory version : value.versions) {
      if (Dnnl.same(version.get_desc(), wanted)) {
        return version;
      }
      if (Dnnl.type(version) == Dnnl.type(wanted) && Dnnl.type(source) != Dnnl.type(wanted)) {
        source = version;
      }
    }
    memory made = reordered(source, wanted, steps);
    value.versions.add(made);
    return made;
  }

  /** A parameter, seen through {@code rowMajorView}, in the wanted order and type. */
  memory in(Parameter parameter, memory rowMajorView, desc wanted) {
    if (Dnnl.same(rowMajorView.get_desc(), wanted)) {
      return rowMajorView;
    }
    for (memory version : parameter.versions) {
      if (Dnnl.same(version.get_desc(), wanted)) {
        return version;
      }
    }
    memory made = reordered(rowMajorView, wanted, parameter.trainable ? refresh : setup);
    parameter.versions.add(made);
    return made;
  }

  /** Says that the gradient of the loss by the value has a part in this memory. */
  void addGradient(Value value, memory part) {
    if (!value.needsGradient) {
      return;
    }
    memory before = value.gradient;
    if (before == null) {
      value.gradient = part;
      return;
    }
    value.gradient = sum(before, part, allocate(before.get_desc()));
  }

  /**
   * Says that the gradient of the loss by the parameter has a part in this memory.
   *
   * @param view how the kernel reads the parameter's row-major memory
   */
  void addGradient(Parameter parameter, desc view, memory part) {
    if (!parameter.trainable) {
      return;
    }
    memory rowMajor = parameter.gradient;
    if (rowMajor == null && Dnnl.same(part.get_desc(), view)) {
      parameter.gradient = view(part, parameter.rowMajor.get_desc());
    } else if (rowMajor == null) {
      rowMajor = allocate(parameter.rowMajor.get_desc());
      parameter.gradient = rowMajor;
      memory seen = view(rowMajor, view);
      step(
          backward,
          "reorder of the gradient",
          new reorder(part, seen),
          dnnl.DNNL_ARG_FROM,
          part,
          dnnl.DNNL_ARG_TO,
          seen);
    } else {
      memory seen = view(rowMajor, view);
      sum(seen, part, seen);
    }
  }

  private memory sum(memory a, memory b, memory to) {
    memory second = reordered(b, a.get_desc(), backward);
    step(
        backward,
        "sum of gradients",
        new binary(
            new binary.primitive_desc(
                Dnnl.ENGINE,
                dnnl.algorithm.binary_add,
                a.get_desc(),
                second.get_desc(),
                to.get_desc())),
        dnnl.DNNL_ARG_SRC_0,
        a,
        dnnl.DNNL_ARG_SRC_1,
        second,
        dnnl.DNNL_ARG_DST,
        to);
    return to;
  }
}
