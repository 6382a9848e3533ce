package dev.kindling.engine;

import dev.kindling.graph.Dropout;
import dev.kindling.graph.Node;
import dev.kindling.tensor.Shape;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;

/** Dropout: in training a product with a drawn mask, in inference nothing. */
final class DropoutKernel {

  private DropoutKernel() {}

  static void compile(Compiler c, Node node, Dropout dropout) {
    Value input = c.value(node.inputs().get(0));
    if (!c.training || dropout.rate() == 0) {
      ViewKernel.passThrough(c, node, input);
      return;
    }
    Shape shape = dropout.drawn(input.shape);
    memory drawn = c.allocate(Dnnl.rowMajor(Dnnl.F32, shape));
    NativeFloats target = new NativeFloats(drawn);
    int elements = Math.toIntExact(shape.elements());
    c.draws.add(new DropoutMask(target, elements, dropout.rate(), c.draws.size()));

    desc order = input.original().get_desc();
    boolean whole = dropout.unit() == Dropout.Unit.ELEMENT;
    memory mask = whole ? c.reordered(drawn, order, c.forward) : drawn;
    memory product = c.allocate(order);
    multiply(c, c.forward, input.original(), mask, product);
    Value output = c.define(node, node.name(), product);
    if (output.needsGradient) {
      c.onBackward(
          node,
          () -> {
            memory gradient =
                c.reordered(Objects.requireNonNull(output.gradient), order, c.backward);
            memory inputGradient = c.allocate(order);
            multiply(c, c.backward, gradient, mask, inputGradient);
            c.addGradient(input, inputGradient);
          });
    }
  }

  private static void multiply(Compiler c, List<Step> steps, memory a, memory b, memory to) {
    c.step(
        steps,
        "product with the mask",
        new binary(
            new binary.primitive_desc(
                Dnnl.ENGINE, dnnl.algorithm.binary_mul, a.get_desc(), b.get_desc(), to.get_desc())),
        dnnl.DNNL_ARG_SRC_0,
        a,
        dnnl.DNNL_ARG_SRC_1,
        b,
        dnnl.DNNL_ARG_DST,
        to);
  }
}
