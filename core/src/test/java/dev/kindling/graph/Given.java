package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Random numbers for the inputs and parameters of a network, and masks for its dropouts. */
public final class Given {

  private Given() {}

  /** Numbers from -1 to 1 (inputs of bytes: 0 to 255) for each input and parameter, by name. */
  public static Map<String, Doubles> random(Graph graph, int batch, long seed) {
    Random random = new Random(seed);
    Map<String, Doubles> given = new LinkedHashMap<>();
    for (Input input : graph.inputs()) {
      Shape shape = input.shape().withBatch(batch);
      given.put(
          input.name(),
          input.type() == ElementType.FLOAT
              ? Doubles.random(shape, random)
              : new Doubles(
                  shape, random.ints(shape.elements(), 0, 256).asDoubleStream().toArray()));
    }
    graph.parameters().forEach((name, shape) -> given.put(name, Doubles.random(shape, random)));
    variances(graph).forEach(name -> makePositive(Objects.requireNonNull(given.get(name))));
    return given;
  }

  private static Stream<String> variances(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof BatchNormalization)
        .map(node -> node.inputs().get(4))
        .distinct();
  }

  private static void makePositive(Doubles numbers) {
    for (int i = 0; i < numbers.data().length; i++) {
      numbers.data()[i] = (float) (0.5 + Math.abs(numbers.data()[i]));
    }
  }

  /** For each dropout, by name, what it multiplies by, and for each noise what it adds. */
  public static Map<String, Doubles> masks(Graph graph, int batch, long seed) {
    Random random = new Random(seed);
    Map<String, Doubles> masks = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      Shape whole = graph.shape(node.name());
      if (node.op() instanceof GaussianNoise) {
        masks.put(node.name(), Doubles.random(whole.withBatch(batch), random));
      }
      if (node.op() instanceof Dropout dropout) {
        Shape shape = dropout.drawn(whole.withBatch(batch));
        double kept = 1 / (1 - dropout.rate());
        double[] factors =
            random
                .doubles(shape.elements())
                .map(drawn -> drawn < dropout.rate() ? 0 : kept)
                .toArray();
        masks.put(node.name(), new Doubles(shape, factors));
      }
    }
    return masks;
  }
}
