package dev.kindling.engine;

import dev.kindling.graph.MaxPool;
import dev.kindling.graph.Node;
import java.util.Objects;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/** Max-pooling. In training it notes which element won, for the way back. */
final class MaxPoolKernel {

  private static final long[] NO_DILATION = {0, 0};

  private MaxPoolKernel() {}

  static void compile(Compiler c, Node node, MaxPool pool) {
    Value input = c.value(node.inputs().get(0));
    Geometry geometry = new Geometry(pool.window());
    memory source = input.original();
    pooling_forward.primitive_desc forward =
        new pooling_forward.primitive_desc(
            Dnnl.ENGINE,
            c.training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
            dnnl.algorithm.pooling_max,
            source.get_desc(),
            Dnnl.anyOrder(source.get_desc().get_data_type(), c.fixedShape(node.name())),
            geometry.strides,
            geometry.size,
            NO_DILATION,
            geometry.before,
            geometry.after);
    memory result = c.allocate(forward.dst_desc());
    if (!c.training) {
      c.step(
          c.forward,
          "forward",
          new pooling_forward(forward),
          dnnl.DNNL_ARG_SRC,
          source,
          dnnl.DNNL_ARG_DST,
          result);
      c.define(node, node.name(), result);
      return;
    }
    memory winners = c.allocate(forward.workspace_desc());
    c.step(
        c.forward,
        "forward",
        new pooling_forward(forward),
        dnnl.DNNL_ARG_SRC,
        source,
        dnnl.DNNL_ARG_DST,
        result,
        dnnl.DNNL_ARG_WORKSPACE,
        winners);
    Value output = c.define(node, node.name(), result);
    if (output.needsGradient) {
      desc sourceOrder = source.get_desc();
      c.onBackward(
          node,
          () -> {
            memory gradient = Objects.requireNonNull(output.gradient);
            if (input.reluLeftToPooling) {
              // The winner passes the ReLU just when the maximum is above 0.
              gradient = ElementwiseKernel.reluBackward(c, result, gradient);
            }
            memory given = c.reordered(gradient, result.get_desc(), c.backward);
            memory wanted = c.allocate(sourceOrder);
            c.step(
                c.backward,
                "gradient",
                new pooling_backward(
                    new pooling_backward.primitive_desc(
                        Dnnl.ENGINE,
                        dnnl.algorithm.pooling_max,
                        sourceOrder,
                        result.get_desc(),
                        geometry.strides,
                        geometry.size,
                        NO_DILATION,
                        geometry.before,
                        geometry.after,
                        forward)),
                dnnl.DNNL_ARG_DIFF_DST,
                given,
                dnnl.DNNL_ARG_WORKSPACE,
                winners,
                dnnl.DNNL_ARG_DIFF_SRC,
                wanted);
            c.addGradient(input, wanted);
          });
    }
  }
}
