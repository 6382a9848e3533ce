package dev.kindling.engine;

import dev.kindling.graph.AveragePool;
import dev.kindling.graph.MaxPool;
import dev.kindling.graph.Node;
import dev.kindling.graph.Padding;
import dev.kindling.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/**
 * Pooling by the greatest or the mean. In training, which element won is noted for the way back.
 */
final class PoolKernel {

  private static final long[] NO_DILATION = {0, 0};

  private final Compiler c;
  private final dnnl.algorithm function;
  private final Geometry geometry;
  private final Value input;
  private final memory source;
  private final pooling_forward.primitive_desc forward;
  private final memory result;

  /** What the backward step is told of the forward one: which elements won, if one does. */
  private final List<Object> workspace = new ArrayList<>();

  static void compileMax(Compiler c, Node node, MaxPool pool) {
    new PoolKernel(c, node, pool.window(), dnnl.algorithm.pooling_max).compile(node);
  }

  static void compileAverage(Compiler c, Node node, AveragePool pool) {
    dnnl.algorithm function = dnnl.algorithm.pooling_avg_exclude_padding;
    new PoolKernel(c, node, pool.window(), function).compile(node);
  }

  static void compileGlobalMax(Compiler c, Node node) {
    new PoolKernel(c, node, whole(c, node), dnnl.algorithm.pooling_max).compile(node);
  }

  static void compileGlobalAverage(Compiler c, Node node) {
    dnnl.algorithm function = dnnl.algorithm.pooling_avg_exclude_padding;
    new PoolKernel(c, node, whole(c, node), function).compile(node);
  }

  private static Window whole(Compiler c, Node node) {
    Value picture = c.value(node.inputs().get(0));
    return new Window(picture.shape.size(2), picture.shape.size(3), 1, 1, Padding.NONE);
  }

  private PoolKernel(Compiler c, Node node, Window window, dnnl.algorithm function) {
    this.c = c;
    this.function = function;
    geometry = new Geometry(window);
    input = c.value(node.inputs().get(0));
    source = input.original();
    forward =
        new pooling_forward.primitive_desc(
            Dnnl.ENGINE,
            c.training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
            function,
            source.get_desc(),
            Dnnl.anyOrder(Dnnl.type(source), c.fixedShape(node.name())),
            geometry.strides,
            geometry.size,
            NO_DILATION,
            geometry.before,
            geometry.after);
    result = c.allocateResult(forward.dst_desc());
    if (c.training && function == dnnl.algorithm.pooling_max) {
      workspace.add(dnnl.DNNL_ARG_WORKSPACE);
      workspace.add(c.allocate(forward.workspace_desc()));
    }
  }

  private void compile(Node node) {
    List<Object> arguments = new ArrayList<>(workspace);
    arguments.addAll(List.of(dnnl.DNNL_ARG_SRC, source, dnnl.DNNL_ARG_DST, result));
    c.step(c.forward, "forward", new pooling_forward(forward), arguments.toArray());
    Value output = c.define(node, node.name(), result);
    if (output.needsGradient) {
      c.onBackward(node, () -> compileBackward(Objects.requireNonNull(output.gradient)));
    }
  }

  private void compileBackward(memory gradient) {
    desc sourceOrder = source.get_desc();
    memory passed =
        // The winner passes the ReLU just when the maximum is above 0.
        input.reluLeftToPooling ? ElementwiseKernel.reluBackward(c, result, gradient) : gradient;
    memory given = c.reordered(passed, result.get_desc(), c.backward);
    memory wanted = c.allocate(sourceOrder);
    List<Object> arguments = new ArrayList<>(workspace);
    arguments.addAll(List.of(dnnl.DNNL_ARG_DIFF_DST, given, dnnl.DNNL_ARG_DIFF_SRC, wanted));
    c.step(
        c.backward,
        "gradient",
        new pooling_backward(
            new pooling_backward.primitive_desc(
                Dnnl.ENGINE,
                function,
                sourceOrder,
                result.get_desc(),
                geometry.strides,
                geometry.size,
                NO_DILATION,
                geometry.before,
                geometry.after,
                forward)),
        arguments.toArray());
    c.addGradient(input, wanted);
  }
}
