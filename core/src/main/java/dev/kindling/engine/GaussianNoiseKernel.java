package dev.kindling.engine;

import dev.kindling.graph.GaussianNoise;
import dev.kindling.graph.Node;
import java.util.Objects;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;

/** Gaussian noise: in training a sum with drawn numbers, in inference nothing. */
final class GaussianNoiseKernel {

  private GaussianNoiseKernel() {}

  static void compile(Compiler c, Node node, GaussianNoise noise) {
    Value input = c.value(node.inputs().get(0));
    if (!c.training || noise.stddev() == 0) {
      ViewKernel.passThrough(c, node, input);
      return;
    }
    memory drawn = c.allocate(Dnnl.rowMajor(Dnnl.F32, input.shape));
    NativeFloats target = new NativeFloats(drawn);
    int elements = Math.toIntExact(input.shape.elements());
    c.draws.add(new GaussianNumbers(target, elements, noise.stddev(), c.draws.size()));
    desc order = input.original().get_desc();
    memory numbers = c.reordered(drawn, order, c.forward);
    memory sum = c.allocate(order);
    c.step(
        c.forward,
        "sum with the noise",
        new binary(
            new binary.primitive_desc(Dnnl.ENGINE, dnnl.algorithm.binary_add, order, order, order)),
        dnnl.DNNL_ARG_SRC_0,
        input.original(),
        dnnl.DNNL_ARG_SRC_1,
        numbers,
        dnnl.DNNL_ARG_DST,
        sum);
    Value output = c.define(node, node.name(), sum);
    if (output.needsGradient) {
      c.onBackward(node, () -> c.addGradient(input, Objects.requireNonNull(output.gradient)));
    }
  }
}
