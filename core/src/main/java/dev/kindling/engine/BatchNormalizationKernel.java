package dev.kindling.engine;

import dev.kindling.graph.BatchNormalization;
import dev.kindling.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.jspecify.annotations.Nullable;

/**
 * Normalization of each channel, together with the ReLU behind it: in training by the batch's mean
 * and variance as long as they are trained, else by the given ones.
 */
final class BatchNormalizationKernel {

  private final Compiler c;
  private final float epsilon;
  private final Value input;
  private final Parameter scale;
  private final Parameter bias;
  private final int flags;
  private final desc order;
  private final memory source;
  private final memory mean;
  private final memory variance;
  private final @Nullable Node relu;
  private final batch_normalization_forward.primitive_desc forward;

  /** Through which numbers the ReLU let the gradient pass, noted in training if there is one. */
  private final List<Object> workspace = new ArrayList<>();

  static void compile(Compiler c, Node node, BatchNormalization normalization) {
    new BatchNormalizationKernel(c, node, normalization).compile(node);
  }

  private BatchNormalizationKernel(Compiler c, Node node, BatchNormalization normalization) {
    this.c = c;
    epsilon = (float) normalization.epsilon();
    input = c.value(node.inputs().get(0));
    scale = c.parameter(node.inputs().get(1));
    bias = c.parameter(node.inputs().get(2));
    source = input.original();
    order = source.get_desc();
    Parameter givenMean = c.parameter(node.inputs().get(3));
    Parameter givenVariance = c.parameter(node.inputs().get(4));
    boolean ofBatch = c.training && givenMean.trainable;
    if (ofBatch) {
      mean = c.allocate(givenMean.rowMajor.get_desc());
      variance = c.allocate(givenVariance.rowMajor.get_desc());
      double momentum = normalization.momentum();
      c.statistics.add(new Statistic(node.inputs().get(3), givenMean, momentum, mean));
      c.statistics.add(new Statistic(node.inputs().get(4), givenVariance, momentum, variance));
    } else {
      mean = givenMean.rowMajor;
      variance = givenVariance.rowMajor;
    }
    relu = c.fusedRelu(node);
    flags =
        dnnl.dnnl_use_scale
            | dnnl.dnnl_use_shift
            | (ofBatch ? 0 : dnnl.dnnl_use_global_stats)
            | (relu == null ? 0 : dnnl.dnnl_fuse_norm_relu);
    forward =
        new batch_normalization_forward.primitive_desc(
            Dnnl.ENGINE,
            c.training ? dnnl.dnnl_forward_training : dnnl.dnnl_forward_inference,
            order,
            order,
            epsilon,
            flags);
    if (c.training && relu != null) {
      workspace.add(dnnl.DNNL_ARG_WORKSPACE);
      workspace.add(c.allocate(forward.workspace_desc()));
    }
  }

  private void compile(Node node) {
    memory result = c.allocateResult(order);
    List<Object> arguments = new ArrayList<>(statistics());
    arguments.addAll(List.of(dnnl.DNNL_ARG_SHIFT, bias.rowMajor, dnnl.DNNL_ARG_DST, result));
    c.step(c.forward, "forward", new batch_normalization_forward(forward), arguments.toArray());
    Value output = c.define(node, relu == null ? node.name() : relu.name(), result);
    if (output.needsGradient) {
      c.onBackward(node, () -> compileBackward(Objects.requireNonNull(output.gradient)));
    }
  }

  private List<Object> statistics() {
    List<Object> arguments = new ArrayList<>(workspace);
    arguments.addAll(List.of(dnnl.DNNL_ARG_SRC, source, dnnl.DNNL_ARG_SCALE, scale.rowMajor));
    arguments.addAll(List.of(dnnl.DNNL_ARG_MEAN, mean, dnnl.DNNL_ARG_VARIANCE, variance));
    return arguments;
  }

  private void compileBackward(memory gradient) {
    memory inputGradient = c.allocate(order);
    memory scaleGradient = c.allocate(scale.rowMajor.get_desc());
    memory biasGradient = c.allocate(bias.rowMajor.get_desc());
    List<Object> arguments = new ArrayList<>(statistics());
    arguments.addAll(
        List.of(
            dnnl.DNNL_ARG_DIFF_DST,
            c.reordered(gradient, order, c.backward),
            dnnl.DNNL_ARG_DIFF_SRC,
            inputGradient,
            dnnl.DNNL_ARG_DIFF_SCALE,
            scaleGradient,
            dnnl.DNNL_ARG_DIFF_SHIFT,
            biasGradient));
    c.step(
        c.backward,
        "gradient",
        new batch_normalization_backward(
            new batch_normalization_backward.primitive_desc(
                Dnnl.ENGINE,
                scale.trainable || bias.trainable ? dnnl.dnnl_backward : dnnl.dnnl_backward_data,
                order,
                order,
                order,
                epsilon,
                flags,
                forward)),
        arguments.toArray());
    c.addGradient(input, inputGradient);
    c.addGradient(scale, scale.rowMajor.get_desc(), scaleGradient);
    c.addGradient(bias, bias.rowMajor.get_desc(), biasGradient);
  }
}
