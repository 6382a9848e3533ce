package dev.kindling.layers;

import dev.kindling.graph.Graph;
import dev.kindling.graph.Op;
import dev.kindling.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where layers put what they are made of: a graph that grows, and beside it how each parameter
 * begins. Inside, pictures are {@code (n, channels, height, width)}.
 */
public final class Lowering {

  private final Graph.Builder graph;
  private final Map<String, Initializer> initializers = new LinkedHashMap<>();

  /** Lowers to the end of a graph. */
  public Lowering(Graph.Builder graph) {
    this.graph = graph;
  }

  /** How the parameters added here begin, by name, in the order in which they were added. */
  public Map<String, Initializer> initializers() {
    return Collections.unmodifiableMap(initializers);
  }

  /** The shape of a value in Keras's order: pictures are {@code (n, height, width, channels)}. */
  public Shape kerasShape(String value) {
    Shape shape = shape(value);
    return shape.rank() == 4
        ? Shape.of(shape.size(0), shape.size(2), shape.size(3), shape.size(1))
        : shape;
  }

  Shape shape(String value) {
    return graph.shape(value);
  }

  /** The shape of pictures {@code (n, channels, height, width)}. */
  Shape requirePictures(Layer layer, String name, String value) {
    Shape shape = shape(value);
    if (shape.rank() != 4) {
      throw new IllegalArgumentException(
          "%s '%s' takes pictures, (None, height, width, channels). Received: %s"
              .formatted(layer.className(), name, shape));
    }
    return shape;
  }

  String node(String name, Op op, String... inputs) {
    return graph.node(name, op, inputs);
  }

  String parameter(String name, Shape shape, Initializer initializer) {
    initializers.put(name, initializer);
    return graph.parameter(name, shape);
  }
}
