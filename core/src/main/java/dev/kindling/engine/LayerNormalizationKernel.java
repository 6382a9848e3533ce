package dev.kindling.engine;

import dev.kindling.graph.LayerNormalization;
import dev.kindling.graph.Node;
import dev.kindling.tensor.Shape;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;

/** Normalization of each row along the last axis. */
final class LayerNormalizationKernel {

  private static final int FLAGS = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;

  private LayerNormalizationKernel() {}

  static void compile(Compiler c, Node node, LayerNormalization normalization) {
    Value input = c.value(node.inputs().get(0));
    Parameter scale = c.parameter(node.inputs().get(1));
    Parameter bias = c.parameter(node.inputs().get(2));
    float epsilon = (float) normalization.epsilon();
    desc order = Dnnl.rowMajor(Dnnl.type(input.original()), input.shape);
    int[] rows = Arrays.copyOf(input.shape.toArray(), input.shape.rank() - 1);
    desc perRow = Dnnl.rowMajor(Dnnl.F32, Shape.of(rows));
    layer_normalization_forward.primitive_desc forward =
        new layer_normalization_forward.primitive_desc(
            Dnnl.ENGINE, dnnl.dnnl_forward_training, order, order, perRow, epsilon, FLAGS);
    memory source = c.in(input, order, c.forward);
    memory result = c.allocateResult(order);
    memory mean = c.allocate(perRow);
    memory variance = c.allocate(perRow);
    c.step(
        c.forward,
        "forward",
        new layer_normalization_forward(forward),
        dnnl.DNNL_ARG_SRC,
        source,
        dnnl.DNNL_ARG_MEAN,
        mean,
        dnnl.DNNL_ARG_VARIANCE,
        variance,
        dnnl.DNNL_ARG_SCALE,
        scale.rowMajor,
        dnnl.DNNL_ARG_SHIFT,
        bias.rowMajor,
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
          memory scaleGradient = c.allocate(scale.rowMajor.get_desc());
          memory biasGradient = c.allocate(bias.rowMajor.get_desc());
          c.step(
              c.backward,
              "gradient",
              new layer_normalization_backward(
                  new layer_normalization_backward.primitive_desc(
                      Dnnl.ENGINE,
                      dnnl.dnnl_backward,
                      order,
                      order,
                      order,
                      perRow,
                      epsilon,
                      FLAGS,
                      forward)),
              dnnl.DNNL_ARG_SRC,
              source,
              dnnl.DNNL_ARG_MEAN,
              mean,
              dnnl.DNNL_ARG_VARIANCE,
              variance,
              dnnl.DNNL_ARG_SCALE,
              scale.rowMajor,
              dnnl.DNNL_ARG_DIFF_DST,
              c.reordered(Objects.requireNonNull(output.gradient), order, c.backward),
              dnnl.DNNL_ARG_DIFF_SRC,
              inputGradient,
              dnnl.DNNL_ARG_DIFF_SCALE,
              scaleGradient,
              dnnl.DNNL_ARG_DIFF_SHIFT,
              biasGradient);
          c.addGradient(input, inputGradient);
          c.addGradient(scale, scale.rowMajor.get_desc(), scaleGradient);
          c.addGradient(bias, bias.rowMajor.get_desc(), biasGradient);
        });
  }
}
