package dev.kindling.engine;

import dev.kindling.graph.Node;
import dev.kindling.graph.Resize;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;

/** Pictures enlarged. By oneDNN's C functions: JavaCPP has no constructors for the descriptions. */
final class ResizeKernel {

  private ResizeKernel() {}

  static void compile(Compiler c, Node node, Resize resize) {
    Value input = c.value(node.inputs().get(0));
    memory source = input.original();
    desc large = Dnnl.plain(source, c.fixedShape(node.name()));
    memory small = c.reordered(source, Dnnl.plain(source, input.shape), c.forward);
    int function = resize.linear() ? dnnl.dnnl_resampling_linear : dnnl.dnnl_resampling_nearest;
    float[] factors = {resize.rows(), resize.columns()};
    primitive_attr attributes = new primitive_attr();
    dnnl_primitive_desc forward = new dnnl_primitive_desc();
    check(
        dnnl.dnnl_resampling_forward_primitive_desc_create(
            forward,
            Dnnl.ENGINE.get(),
            dnnl.dnnl_forward_training,
            function,
            factors,
            small.get_desc().get(),
            large.get(),
            attributes.get()));
    memory result = c.allocateResult(large);
    c.step(
        c.forward,
        "forward",
        new primitive(forward),
        dnnl.DNNL_ARG_SRC,
        small,
        dnnl.DNNL_ARG_DST,
        result);
    Value output = c.define(node, node.name(), result);
    if (!output.needsGradient) {
      dnnl.dnnl_primitive_desc_destroy(forward);
      return;
    }
    c.onBackward(
        node,
        () -> {
          dnnl_primitive_desc backward = new dnnl_primitive_desc();
          check(
              dnnl.dnnl_resampling_backward_primitive_desc_create(
                  backward,
                  Dnnl.ENGINE.get(),
                  function,
                  factors,
                  small.get_desc().get(),
                  large.get(),
                  forward,
                  new primitive_attr().get()));
          memory inputGradient = c.allocate(small.get_desc());
          c.step(
              c.backward,
              "gradient",
              new primitive(backward),
              dnnl.DNNL_ARG_DIFF_DST,
              c.reordered(Objects.requireNonNull(output.gradient), large, c.backward),
              dnnl.DNNL_ARG_DIFF_SRC,
              inputGradient);
          dnnl.dnnl_primitive_desc_destroy(backward);
          dnnl.dnnl_primitive_desc_destroy(forward);
          c.addGradient(input, inputGradient);
        });
  }

  private static void check(int status) {
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException("oneDNN has no such resampling: status " + status);
    }
  }
}
