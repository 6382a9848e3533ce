package dev.kindling.engine;

import dev.kindling.graph.Conv;
import dev.kindling.graph.MaxPool;
import dev.kindling.graph.Node;
import dev.kindling.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/** A convolution, together with its bias and the {@link Tail} behind it. */
final class ConvKernel {

  private final Compiler c;
  private final Value input;
  private final Parameter kernel;
  private final Parameter bias;
  private final Tail tail;
  private final Geometry geometry;
  private final long[] dilation;

  /** oneDNN wants the groups of a kernel along an axis of their own: the same memory. */
  private final memory grouped;

  private final Shape groupedShape;
  private final Shape outputShape;
  private final desc anyInput;
  private final desc anyKernel;
  private final desc biasOrder;
  private final desc anyOutput;

  /** Whether each channel is convolved by itself. */
  private final boolean depthwise;

  private final convolution_forward.primitive_desc forward;

  static void compile(Compiler c, Node node, Conv conv) {
    new ConvKernel(c, node, conv).compile(node);
  }

  private ConvKernel(Compiler c, Node node, Conv conv) {
    this.c = c;
    input = c.value(node.inputs().get(0));
    Parameter ownKernel = c.parameter(node.inputs().get(1));
    Parameter ownBias = c.bias(node);
    boolean trained = ownKernel.trainable || ownBias.trainable || input.needsGradient;
    tail = trained ? Tail.trained(c, node) : Tail.frozen(c, node);
    Folded folded =
        tail.normalization == null ? null : new Folded(c, ownKernel, ownBias, tail.normalization);
    kernel = folded == null ? ownKernel : folded.kernel;
    bias = folded == null ? ownBias : folded.bias;
    geometry = new Geometry(BorderKernel.windowOf(c, node, conv));
    dilation = new long[] {conv.dilation().rows() - 1, conv.dilation().columns() - 1};
    groupedShape = grouped(kernel.host.shape(), conv.group());
    grouped =
        conv.group() == 1
            ? kernel.rowMajor
            : c.view(kernel.rowMajor, Dnnl.rowMajor(Dnnl.F32, groupedShape));
    anyInput = Dnnl.anyOrder(c.type, input.shape);
    anyKernel = Dnnl.anyOrder(c.type, groupedShape);
    biasOrder = bias.rowMajor.get_desc();
    outputShape = c.fixedShape(node.name());
    anyOutput =
        tail.shortcut == null
            ? Dnnl.anyOrder(c.type, outputShape)
            : tail.shortcut.original().get_desc();
    depthwise = conv.group() > 1 && kernel.host.shape().size(1) == 1;
    forward = description(attributes());
  }

  private static Shape grouped(Shape kernel, int group) {
    return group == 1 ? kernel : kernel.withBatch(kernel.size(0) / group).prepend(group);
  }

  private convolution_forward.primitive_desc description(primitive_attr attributes) {
    return new convolution_forward.primitive_desc(
        Dnnl.ENGINE,
        c.training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
        dnnl.algorithm.convolution_direct,
        anyInput,
        anyKernel,
        biasOrder,
        anyOutput,
        geometry.strides,
        dilation,
        geometry.before,
        geometry.after,
        attributes,
        false);
  }

  private primitive_attr attributes() {
    post_ops after = new post_ops();
    if (tail.shortcut != null) {
      after.append_binary(dnnl.algorithm.binary_add, tail.shortcut.original().get_desc());
    }
    if (tail.function != null) {
      ElementwiseKernel.append(after, tail.function.op());
    }
    primitive_attr attributes = new primitive_attr();
    attributes.set_post_ops(after);
    return attributes;
  }

  private void compile(Node node) {
    memory result = c.allocateResult(forward.dst_desc());
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                dnnl.DNNL_ARG_SRC,
                c.in(input, forward.src_desc(), c.forward),
                dnnl.DNNL_ARG_WEIGHTS,
                c.in(kernel, grouped, forward.weights_desc()),
                dnnl.DNNL_ARG_BIAS,
                bias.rowMajor,
                dnnl.DNNL_ARG_DST,
                result));
    if (tail.shortcut != null) {
      arguments.add(dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | dnnl.DNNL_ARG_SRC_1);
      arguments.add(tail.shortcut.original());
    }
    c.step(c.forward, "forward", new convolution_forward(forward), arguments.toArray());
    c.computedTogether(tail.nodes);
    Node relu = tail.function;
    Value output = c.define(node, tail.last().name(), result);
    output.reluLeftToPooling = relu != null && isPooledOnly(relu);
    if (output.needsGradient) {
      c.onBackward(node, () -> compileBackward(relu, output));
    }
  }

  /** Whether nothing but a max-pooling takes the value. */
  private boolean isPooledOnly(Node relu) {
    Node next = c.onlyConsumer(relu.name());
    return next != null && next.op() instanceof MaxPool;
  }

  private void compileBackward(@Nullable Node relu, Value output) {
    memory gradient = Objects.requireNonNull(output.gradient);
    if (relu != null && !output.reluLeftToPooling) {
      gradient = ElementwiseKernel.reluBackward(c, output.original(), gradient);
    }
    if (kernel.trainable || bias.trainable) {
      compileWeightsGradient(gradient);
    }
    if (input.needsGradient) {
      compileInputGradient(gradient);
    }
  }

  private void compileWeightsGradient(memory gradient) {
    WideDepthwiseGradient wide =
        new WideDepthwiseGradient(c, geometry, groupedShape, input.shape, outputShape);
    if (depthwise && wide.suits(forward.src_desc(), dilation)) {
      memory biasGradient = c.allocate(biasOrder);
      memory source = c.in(input, forward.src_desc(), c.backward);
      addGradients(wide.compile(source, gradient, biasGradient), biasGradient);
      return;
    }
    convolution_backward_weights.primitive_desc description =
        new convolution_backward_weights.primitive_desc(
            Dnnl.ENGINE,
            dnnl.algorithm.convolution_direct,
            anyInput,
            Dnnl.anyOrder(Dnnl.F32, groupedShape),
            biasOrder,
            anyOutput,
            geometry.strides,
            dilation,
            geometry.before,
            geometry.after,
            forward);
    memory kernelGradient = c.allocate(description.diff_weights_desc());
    memory biasGradient = c.allocate(biasOrder);
    c.step(
        c.backward,
        "gradient of the weights",
        new convolution_backward_weights(description),
        dnnl.DNNL_ARG_SRC,
        c.in(input, description.src_desc(), c.backward),
        dnnl.DNNL_ARG_DIFF_DST,
        c.reordered(gradient, description.diff_dst_desc(), c.backward),
        dnnl.DNNL_ARG_DIFF_WEIGHTS,
        kernelGradient,
        dnnl.DNNL_ARG_DIFF_BIAS,
        biasGradient);
    addGradients(kernelGradient, biasGradient);
  }

  private void addGradients(memory kernelGradient, memory biasGradient) {
    c.addGradient(kernel, grouped.get_desc(), kernelGradient);
    c.addGradient(bias, biasOrder, biasGradient);
  }

  private void compileInputGradient(memory gradient) {
    // Left free, oneDNN takes a slow kernel for strided depthwise convolutions (decision 36).
    convolution_backward_data.primitive_desc description =
        new convolution_backward_data.primitive_desc(
            Dnnl.ENGINE,
            dnnl.algorithm.convolution_direct,
            depthwise ? forward.src_desc() : anyInput,
            anyKernel,
            depthwise ? forward.dst_desc() : anyOutput,
            geometry.strides,
            dilation,
            geometry.before,
            geometry.after,
            forward);
    memory inputGradient = c.allocate(description.diff_src_desc());
    c.step(
        c.backward,
        "gradient of the input",
        new convolution_backward_data(description),
        dnnl.DNNL_ARG_DIFF_DST,
        c.reordered(gradient, description.diff_dst_desc(), c.backward),
        dnnl.DNNL_ARG_WEIGHTS,
        c.in(kernel, grouped, description.weights_desc()),
        dnnl.DNNL_ARG_DIFF_SRC,
        inputGradient);
    c.addGradient(input, inputGradient);
  }
}
