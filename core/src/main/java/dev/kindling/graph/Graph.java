package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network: what it is given, the nodes that work on it, each after those it needs, and which
 * values it gives. Every value (an input, a parameter, the result of a node) has a name of its own.
 *
 * <p>A parameter is a value that is neither given nor made: a weight, or a constant such as 1/255.
 * Its numbers stand apart, in a map by name; which of them are trained is said when the graph is
 * compiled. Immutable; made by a {@link Builder}.
 */
public final class Graph {

  private final List<Input> inputs;
  private final Map<String, Shape> parameters;
  private final List<Node> nodes;
  private final List<String> outputs;
  private final Map<String, Shape> shapes;

  private Graph(Builder builder, List<String> outputs) {
    this.inputs = List.copyOf(builder.inputs);
    this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(builder.parameters));
    this.nodes = List.copyOf(builder.nodes);
    this.outputs = List.copyOf(outputs);
    this.shapes = Map.copyOf(builder.shapes);
  }

  /** What the network is given, in order. */
  public List<Input> inputs() {
    return inputs;
  }

  /** The names and shapes of the parameters, in the order in which they were added. */
  public Map<String, Shape> parameters() {
    return parameters;
  }

  /** The nodes; each stands after those whose values it takes. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The names of the values that the network gives, in order. */
  public List<String> outputs() {
    return outputs;
  }

  /**
   * The shape of a value; its outermost axis is free unless the value is a parameter.
   *
   * @throws IllegalArgumentException if there is no such value
   */
  public Shape shape(String value) {
    Shape shape = shapes.get(value);
    if (shape == null) {
      throw new IllegalArgumentException("The network has no value named '" + value + "'.");
    }
    return shape;
  }

  /**
   * This network cut down to what the given values need.
   *
   * @throws IllegalArgumentException if there is no such value
   */
  public Graph upTo(List<String> values) {
    values.forEach(this::shape);
    Set<String> needed = new LinkedHashSet<>(values);
    List<Node> kept = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (needed.contains(node.name())) {
        kept.add(0, node);
        needed.addAll(node.inputs());
      }
    }
    Builder builder = new Builder();
    inputs.forEach(input -> builder.input(input.name(), input.type(), input.shape()));
    parameters.forEach(
        (name, shape) -> {
          if (needed.contains(name)) {
            builder.parameter(name, shape);
          }
        });
    kept.forEach(node -> builder.node(node.name(), node.op(), node.inputs()));
    return builder.build(values);
  }

  /** Puts a network together, checking names and shapes at each step. */
  public static final class Builder {
    private final List<Input> inputs = new ArrayList<>();
    private final Map<String, Shape> parameters = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    /** Adds an input and gives its name. */
    public String input(String name, ElementType type, Shape shape) {
      declare(name, shape);
      inputs.add(new Input(name, type, shape));
      return name;
    }

    /** Adds a parameter and gives its name. */
    public String parameter(String name, Shape shape) {
      declare(name, shape);
      parameters.put(name, shape);
      return name;
    }

    /** Adds a node and gives its name, which is also the name of its value. */
    public String node(String name, Op op, String... inputs) {
      return node(name, op, List.of(inputs));
    }

    /**
     * Adds a node and gives its name, which is also the name of its value.
     *
     * @throws IllegalArgumentException if the name is taken, an input is not known yet, or the
     *     operator does not take inputs of such shapes
     */
    public String node(String name, Op op, List<String> inputs) {
      List<Shape> inputShapes = new ArrayList<>();
      for (String input : inputs) {
        Shape shape = shapes.get(input);
        if (shape == null) {
          throw new IllegalArgumentException(
              "Node '%s' takes '%s', which is no value before it.".formatted(name, input));
        }
        inputShapes.add(shape);
      }
      Shape output;
      try {
        output = op.outputShape(inputShapes);
      } catch (IllegalArgumentException | ArithmeticException | IllegalStateException e) {
        throw new IllegalArgumentException("Node '" + name + "': " + e.getMessage(), e);
      }
      declare(name, output);
      nodes.add(new Node(name, op, inputs));
      return name;
    }

    /** The shape of a value added before. */
    public Shape shape(String value) {
      Shape shape = shapes.get(value);
      if (shape == null) {
        throw new IllegalArgumentException("There is no value named '" + value + "' yet.");
      }
      return shape;
    }

    /**
     * The network that gives the named values.
     *
     * @throws IllegalArgumentException if one of them was not added
     */
    public Graph build(List<String> outputs) {
      outputs.forEach(this::shape);
      return new Graph(this, outputs);
    }

    private void declare(String name, Shape shape) {
      if (shapes.putIfAbsent(name, shape) != null) {
        throw new IllegalArgumentException("The name '" + name + "' is used twice in the network.");
      }
    }
  }
}
