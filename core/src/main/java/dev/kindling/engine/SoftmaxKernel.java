package dev.kindling.engine;

import dev.kindling.graph.Node;
import java.util.Objects;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;

/**
 * Softmax or its logarithm along the last axis, in 32 bits whatever the precision, since it ends a
 * network.
 */
final class SoftmaxKernel {

  private SoftmaxKernel() {}

  static void compile(Compiler c, Node node) {
    compile(c, node, dnnl.algorithm.softmax_accurate);
  }

  static void compileLog(Compiler c, Node node) {
    compile(c, node, dnnl.algorithm.softmax_log);
  }

  private static void compile(Compiler c, Node node, dnnl.algorithm function) {
    Value input = c.value(node.inputs().get(0));
    desc order = Dnnl.rowMajor(Dnnl.F32, input.shape);
    int axis = input.shape.rank() - 1;
    memory source = c.in(input, order, c.forward);
    memory result = c.allocateResult(order);
    c.step(
        c.forward,
        "forward",
        new softmax_forward(description(function, order, axis)),
        dnnl.DNNL_ARG_SRC,
        source,
        dnnl.DNNL_ARG_DST,
        result);
    Value output = c.define(node, node.name(), result);
    if (!output.needsGradient) {
      return;
    }
    c.onBackward(
        node,
        () -> {
          memory gradient = c.reordered(Objects.requireNonNull(output.gradient), order, c.backward);
          memory inputGradient = c.allocate(order);
          c.step(
              c.backward,
              "gradient",
              new softmax_backward(
                  new softmax_backward.primitive_desc(
                      Dnnl.ENGINE,
                      function,
                      order,
                      order,
                      order,
                      axis,
                      description(function, order, axis))),
              dnnl.DNNL_ARG_DST,
              result,
              dnnl.DNNL_ARG_DIFF_DST,
              gradient,
              dnnl.DNNL_ARG_DIFF_SRC,
              inputGradient);
          c.addGradient(input, inputGradient);
        });
  }

  private static softmax_forward.primitive_desc description(
      dnnl.algorithm function, desc order, int axis) {
    return new softmax_forward.primitive_desc(
        Dnnl.ENGINE, dnnl.prop_kind.forward_training, function, order, order, axis);
  }
}
