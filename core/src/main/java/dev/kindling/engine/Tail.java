package dev.kindling.engine;

import dev.kindling.graph.Add;
import dev.kindling.graph.BatchNormalization;
import dev.kindling.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is computed together with a convolution: a normalization, the sum with a shortcut, a
 * function of each element, in this order, each if it is there. Where something needs a gradient,
 * no more than a normalization that is not trained and a ReLU.
 */
final class Tail {

  final @Nullable Node normalization;

  /** What is added to the convolution's result. */
  final @Nullable Value shortcut;

  /** The function; of a swish the sigmoid. */
  final @Nullable Node function;

  /** The nodes behind the convolution that are computed together with it. */
  final List<Node> nodes;

  private final Node convolution;

  /** A convolution that needs no gradient. */
  static Tail frozen(Compiler c, Node convolution) {
    List<Node> nodes = new ArrayList<>();
    Node last = convolution;
    Node next = c.onlyConsumer(last.name());
    Node normalization = next != null && isFrozenNormalization(c, next) ? next : null;
    if (normalization != null) {
      last = normalization;
      nodes.add(last);
    }
    next = c.onlyConsumer(last.name());
    Value shortcut = next == null ? null : shortcut(c, last, next);
    if (shortcut != null && next != null) {
      last = next;
      nodes.add(last);
    }
    List<Node> function = function(c, last);
    nodes.addAll(function);
    Node first = function.isEmpty() ? null : function.get(0);
    return new Tail(convolution, normalization, shortcut, first, nodes);
  }

  /** The nodes of the function that alone takes the value: one, those of a swish, or none. */
  private static List<Node> function(Compiler c, Node value) {
    List<Node> takers = c.onlyConsumers(value.name());
    if (takers.size() == 1 && ElementwiseKernel.isFused(takers.get(0).op())) {
      return takers;
    }
    for (Node taker : takers) {
      Node product = c.onlyConsumer(taker.name());
      if (takers.size() == 2 && product != null && ElementwiseKernel.isSwish(taker, product)) {
        return List.of(taker, product);
      }
    }
    return List.of();
  }

  /** A convolution whose gradients are wanted. */
  static Tail trained(Compiler c, Node convolution) {
    Node next = c.onlyConsumer(convolution.name());
    boolean folds =
        next != null && isFrozenNormalization(c, next) && hasItsOwnWeights(c, convolution);
    Node normalization = folds ? next : null;
    Node relu = c.fusedRelu(normalization == null ? convolution : normalization);
    List<Node> nodes = Stream.of(normalization, relu).filter(Objects::nonNull).toList();
    return new Tail(convolution, normalization, null, relu, nodes);
  }

  /** Whether no other node takes its weights: there nothing would be multiplied in. */
  private static boolean hasItsOwnWeights(Compiler c, Node convolution) {
    return convolution.inputs().stream().skip(1).allMatch(weight -> c.onlyConsumer(weight) != null);
  }

  private Tail(
      Node convolution,
      @Nullable Node normalization,
      @Nullable Value shortcut,
      @Nullable Node function,
      List<Node> nodes) {
    this.convolution = convolution;
    this.normalization = normalization;
    this.shortcut = shortcut;
    this.function = function;
    this.nodes = nodes;
  }

  /** The last node that is computed, the convolution itself if no other is. */
  Node last() {
    return nodes.isEmpty() ? convolution : nodes.get(nodes.size() - 1);
  }

  private static boolean isFrozenNormalization(Compiler c, Node node) {
    return node.op() instanceof BatchNormalization
        && node.inputs().stream()
            .skip(1)
            .allMatch(name -> c.parameters.containsKey(name) && !c.parameter(name).trainable);
  }

  /** The other addend, if it is there already and lies as the result of a convolution does. */
  private static @Nullable Value shortcut(Compiler c, Node last, Node next) {
    if (!(next.op() instanceof Add)) {
      return null;
    }
    List<String> addends = next.inputs();
    Value other = c.values.get(addends.get(addends.get(0).equals(last.name()) ? 1 : 0));
    return other != null
            && !other.needsGradient
            && other.shape.equals(c.fixedShape(last.name()))
            && Dnnl.type(other.original()) == c.type
        ? other
        : null;
  }
}
