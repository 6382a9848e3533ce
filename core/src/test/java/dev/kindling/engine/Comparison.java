package dev.kindling.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.graph.BatchNormalization;
import dev.kindling.graph.Doubles;
import dev.kindling.graph.Dropout;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.GaussianNoise;
import dev.kindling.graph.Given;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Input;
import dev.kindling.graph.Interpreter;
import dev.kindling.graph.LayerNormalization;
import dev.kindling.graph.LogSoftmax;
import dev.kindling.graph.Node;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * One network with its numbers, computed by the engine and by the {@link Interpreter}. The error of
 * an array is the greatest difference of two elements as a share of the greatest element.
 */
public final class Comparison {

  private static final long DROPOUT_SEED = 11;

  final Graph graph;
  final int batch;
  final Map<String, Doubles> given;

  /** With random numbers. */
  Comparison(Graph graph, int batch) {
    this(graph, batch, Given.random(graph, batch, 1));
  }

  public Comparison(Graph graph, int batch, Map<String, Doubles> given) {
    this.graph = graph;
    this.batch = batch;
    this.given = given;
  }

  /** The errors of the outputs in inference, by name. */
  public Map<String, Double> inferenceErrors(EngineOptions options) {
    Interpreter expected = Interpreter.run(graph, given);
    Map<String, Double> errors = new LinkedHashMap<>();
    try (InferenceProgram program = InferenceProgram.compile(graph, weights(), batch, options)) {
      for (int i = 0; i < graph.inputs().size(); i++) {
        Input input = graph.inputs().get(i);
        if (input.type() == ElementType.UINT8) {
          program.feed(i, bytes(input.name()));
        } else {
          program.feed(i, floats(input.name()));
        }
      }
      program.run();
      for (int i = 0; i < graph.outputs().size(); i++) {
        Doubles value = expected.value(graph.outputs().get(i));
        float[] actual = new float[value.data().length];
        program.fetch(i, actual);
        errors.put(graph.outputs().get(i), error(actual, value));
      }
    }
    return errors;
  }

  /** The errors of the output and of the gradients by all parameters. */
  Map<String, Double> trainingErrors(EngineOptions options) {
    return trainingErrors(graph.parameters().keySet(), options);
  }

  /** The errors of the output and of the gradients by some parameters, by name. */
  public Map<String, Double> trainingErrors(Set<String> trainable, EngineOptions options) {
    String name = graph.outputs().get(0);
    Interpreter expected = Interpreter.run(graph, given, masks(), trainable);
    Doubles value = expected.value(name);
    Doubles weight = Doubles.random(value.shape(), new Random(3));
    Interpreter.Gradients gradients = expected.gradients(name, weight);

    Map<String, Double> errors = new LinkedHashMap<>();
    try (TrainingProgram program =
        TrainingProgram.compile(graph, weights(), trainable, batch, options)) {
      feed(program);
      program.forward(DROPOUT_SEED);
      float[] actual = new float[value.data().length];
      program.fetch(0, actual);
      errors.put(name, error(actual, value));
      program.backward(weight.toFloats());
      program
          .movedStatistics()
          .forEach((n, moved) -> errors.put("moved " + n, error(moved.data(), moved(expected, n))));
      Set<String> withGradients = new HashSet<>(trainable);
      withGradients.removeAll(statistics());
      assertThat(program.gradients()).containsOnlyKeys(withGradients);
      program
          .gradients()
          .forEach(
              (parameter, gradient) -> {
                Doubles wanted = gradients.by(parameter);
                assertThat(gradient.shape()).isEqualTo(wanted.shape());
                double least = beforeNormalizations().contains(parameter) ? 1 : 0.02;
                errors.put("gradient by " + parameter, error(gradient.data(), wanted, least));
              });
    }
    return errors;
  }

  private static Doubles moved(Interpreter expected, String name) {
    return Objects.requireNonNull(expected.moved().get(name));
  }

  /** The means and variances of normalizations, which have no gradients. */
  private Set<String> statistics() {
    Set<String> names = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof BatchNormalization) {
        names.addAll(node.inputs().subList(3, 5));
      }
    }
    return names;
  }

  void feed(TrainingProgram program) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      Input input = graph.inputs().get(i);
      if (input.type() == ElementType.UINT8) {
        program.feed(i, bytes(input.name()));
      } else {
        program.feed(i, floats(input.name()));
      }
    }
  }

  /** The parameters' numbers, as the engine takes them. */
  Map<String, Tensor> weights() {
    Map<String, Tensor> weights = new HashMap<>();
    graph.parameters().keySet().forEach(name -> weights.put(name, numbers(name).toTensor()));
    return weights;
  }

  float[] floats(String input) {
    return numbers(input).toFloats();
  }

  byte[] bytes(String input) {
    double[] numbers = numbers(input).data();
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) numbers[i];
    }
    return bytes;
  }

  private Doubles numbers(String name) {
    return Objects.requireNonNull(given.get(name));
  }

  /** What the engine's dropouts multiply by and its noises add. */
  private Map<String, Doubles> masks() {
    Map<String, Doubles> masks = new HashMap<>();
    for (Node node : graph.nodes()) {
      Shape whole = graph.shape(node.name());
      if (node.op() instanceof GaussianNoise noise && noise.stddev() > 0) {
        Shape shape = whole.withBatch(batch);
        float[] numbers = new float[Math.toIntExact(shape.elements())];
        GaussianNumbers.fill(numbers, noise.stddev(), DROPOUT_SEED, masks.size());
        masks.put(node.name(), Doubles.of(shape, numbers));
      }
      if (node.op() instanceof Dropout dropout && dropout.rate() > 0) {
        Shape shape = dropout.drawn(whole.withBatch(batch));
        float[] mask = new float[Math.toIntExact(shape.elements())];
        DropoutMask.fill(mask, dropout.rate(), DROPOUT_SEED, masks.size());
        masks.put(node.name(), Doubles.of(shape, mask));
      }
    }
    return masks;
  }

  /**
   * The parameters before a normalization. What it makes does not change when all that it takes is
   * shifted, so the gradients of shifts cancel to nothing, and what is left is the rounding of
   * addends of about 1.
   */
  private Set<String> beforeNormalizations() {
    Set<String> before = new HashSet<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (before.contains(node.name())) {
        before.addAll(node.inputs());
      }
      if (node.op() instanceof BatchNormalization
          || node.op() instanceof LayerNormalization
          || node.op() instanceof LogSoftmax) {
        before.add(node.inputs().get(0));
      }
    }
    before.retainAll(graph.parameters().keySet());
    return before;
  }

  /**
   * The error as a share of the greatest element, or of a size below which an array does not count:
   * a sum may cancel to nothing.
   */
  private static double error(float[] actual, Doubles expected, double leastSize) {
    double greatest = leastSize;
    double difference = 0;
    for (int i = 0; i < actual.length; i++) {
      greatest = Math.max(greatest, Math.abs(expected.data()[i]));
      difference = Math.max(difference, Math.abs(actual[i] - expected.data()[i]));
      if (Float.isNaN(actual[i])) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return difference / greatest;
  }

  private static double error(float[] actual, Doubles expected) {
    return error(actual, expected, 0.02);
  }
}
