package dev.kindling.engine;

import dev.kindling.graph.Add;
import dev.kindling.graph.BatchNormalization;
import dev.kindling.graph.Node;
import java.util.List;
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

  final @Nullable Node function;

  /** The last node that is computed, the convolution itself if no other is. */
  final Node last;

  /** A convolution that needs no gradient. */
  static Tail frozen(Compiler c, Node convolution) {
    Node last = convolution;
    Node next = c.onlyConsumer(last.name());
    Node normalization = next != null && isFrozenNormalization(c, next) ? next : null;
    last = normalization == null ? last : normalization;
    next = c.onlyConsumer(last.name());
    Value shortcut = next == null ? null : shortcut(c, last, next);
    last = shortcut == null || next == null ? last : next;
    next = c.onlyConsumer(last.name());
    Node function = next != null && ElementwiseKernel.isFused(next.op()) ? next : null;
    return new Tail(normalization, shortcut, function, function == null ? last : function);
  }

  /** A convolution whose gradients are wanted. */
  static Tail trained(Compiler c, Node convolution) {
    Node next = c.onlyConsumer(convolution.name());
    boolean folds =
        next != null && isFrozenNormalization(c, next) && hasItsOwnWeights(c, convolution);
    Node normalization = folds ? next : null;
    Node last = normalization == null ? convolution : normalization;
    Node relu = c.fusedRelu(last);
    return new Tail(normalization, null, relu, relu == null ? last : relu);
  }

  /** Whether no other node takes its weights: there nothing would be multiplied in. */
  private static boolean hasItsOwnWeights(Compiler c, Node convolution) {
    return convolution.inputs().stream().skip(1).allMatch(weight -> c.onlyConsumer(weight) != null);
  }

  private Tail(
      @Nullable Node normalization, @Nullable Value shortcut, @Nullable Node function, Node last) {
    this.normalization = normalization;
    this.shortcut = shortcut;
    this.function = function;
    this.last = last;
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
            && other.original().get_desc().get_data_type() == c.type
        ? other
        : null;
  }
}
