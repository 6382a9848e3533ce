package dev.kindling.engine;

import dev.kindling.graph.Node;
import java.util.Objects;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** Functions applied element by element; their gradients are computed from their results. */
final class ElementwiseKernel {

  private ElementwiseKernel() {}

  static void compileRelu(Compiler c, Node node) {
    Value input = c.value(node.inputs().get(0));
    compile(c, node, input, input.original(), dnnl.algorithm.eltwise_relu_use_dst_for_bwd);
  }

  /** In 32 bits whatever the precision, since it ends a network. */
  static void compileSigmoid(Compiler c, Node node) {
    Value input = c.value(node.inputs().get(0));
    memory source = c.in(input, Dnnl.rowMajor(Dnnl.F32, input.shape), c.forward);
    compile(c, node, input, source, dnnl.algorithm.eltwise_logistic_use_dst_for_bwd);
  }

  private static void compile(
      Compiler c, Node node, Value input, memory source, dnnl.algorithm function) {
    desc order = source.get_desc();
    memory result = c.allocate(order);
    c.step(
        c.forward,
        "forward",
        new eltwise_forward(description(function, order)),
        dnnl.DNNL_ARG_SRC,
        source,
        dnnl.DNNL_ARG_DST,
        result);
    Value output = c.define(node, node.name(), result);
    if (output.needsGradient) {
      c.onBackward(
          node,
          () ->
              c.addGradient(
                  input, backward(c, function, result, Objects.requireNonNull(output.gradient))));
    }
  }

  /** The gradient by what a ReLU was given, from what it gave. */
  static memory reluBackward(Compiler c, memory result, memory gradient) {
    return backward(c, dnnl.algorithm.eltwise_relu_use_dst_for_bwd, result, gradient);
  }

  private static memory backward(
      Compiler c, dnnl.algorithm function, memory result, memory gradient) {
    desc order = result.get_desc();
    memory given = c.reordered(gradient, order, c.backward);
    memory wanted = c.allocate(order);
    c.step(
        c.backward,
        "gradient",
        new eltwise_backward(
            new eltwise_backward.primitive_desc(
                Dnnl.ENGINE, function, order, order, order, description(function, order))),
        dnnl.DNNL_ARG_DST,
        result,
        dnnl.DNNL_ARG_DIFF_DST,
        given,
        dnnl.DNNL_ARG_DIFF_SRC,
        wanted);
    return wanted;
  }

  private static eltwise_forward.primitive_desc description(dnnl.algorithm function, desc order) {
    return new eltwise_forward.primitive_desc(
        Dnnl.ENGINE, dnnl.prop_kind.forward_training, function, order, order);
  }

  /** Has a convolution or a matrix product apply a ReLU to its result, when one follows. */
  static primitive_attr attributes(boolean relu) {
    primitive_attr attributes = new primitive_attr();
    if (relu) {
      post_ops after = new post_ops();
      after.append_eltwise(dnnl.algorithm.eltwise_relu, 0f, 0f);
      attributes.set_post_ops(after);
    }
    return attributes;
  }
}
