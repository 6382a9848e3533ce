package dev.kindling.engine;

import dev.kindling.graph.Node;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.prelu_backward;
import org.bytedeco.dnnl.prelu_forward;

/** A ReLU whose slope below 0 is a parameter. */
final class PReluKernel {

  private PReluKernel() {}

  static void compile(Compiler c, Node node) {
    Value input = c.value(node.inputs().get(0));
    Parameter slope = c.parameter(node.inputs().get(1));
    memory source = input.original();
    desc order = source.get_desc();
    long[] sizes = new long[input.shape.rank()];
    Arrays.fill(sizes, 1);
    long[] own = Dnnl.sizes(slope.host.shape());
    System.arraycopy(own, 0, sizes, sizes.length - own.length, own.length);
    desc slopeOrder = Dnnl.rowMajor(Dnnl.F32, slope.host.shape()).reshape(sizes);
    memory slopes = c.view(slope.rowMajor, slopeOrder);
    prelu_forward.primitive_desc forward =
        new prelu_forward.primitive_desc(
            Dnnl.ENGINE, dnnl.prop_kind.forward_training, order, slopeOrder, order);
    memory result = c.allocateResult(order);
    c.step(
        c.forward,
        "forward",
        new prelu_forward(forward),
        dnnl.DNNL_ARG_SRC,
        source,
        dnnl.DNNL_ARG_WEIGHTS,
        slopes,
        dnnl.DNNL_ARG_DST,
        result);
    Value output = c.define(node, node.name(), result);
    if (!output.needsGradient) {
      return;
    }
    c.onBackward(
        node,
        () -> {
          memory inputGradient = c.allocate(order);
          memory slopeGradient = c.allocate(slopeOrder);
          c.step(
              c.backward,
              "gradient",
              new prelu_backward(
                  new prelu_backward.primitive_desc(
                      Dnnl.ENGINE, order, slopeOrder, order, slopeOrder, order, forward)),
              dnnl.DNNL_ARG_SRC,
              source,
              dnnl.DNNL_ARG_WEIGHTS,
              slopes,
              dnnl.DNNL_ARG_DIFF_DST,
              c.reordered(Objects.requireNonNull(output.gradient), order, c.backward),
              dnnl.DNNL_ARG_DIFF_SRC,
              inputGradient,
              dnnl.DNNL_ARG_DIFF_WEIGHTS,
              slopeGradient);
          c.addGradient(input, inputGradient);
          c.addGradient(slope, slopeOrder, slopeGradient);
        });
  }
}
