package dev.kindling.engine;

import dev.kindling.graph.Node;
import dev.kindling.tensor.Shape;
import java.util.Objects;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.desc;
import org.jspecify.annotations.Nullable;

/**
 * A matrix product, together with its bias and the ReLU behind it. Its result is in 32 bits
 * whatever the precision: there is little of it, and logits need the digits.
 */
final class GemmKernel {

  /** A smaller matrix is multiplied in 32 bits: it takes no time, so no digit need be lost. */
  private static final long SMALL = 1 << 16;

  /**
   * By so few rows a matrix is multiplied in the time in which it is read. One that is trained is
   * another in each step: to turn it round and to halve its numbers first would take longer, unless
   * it is narrow (docs/decisions/0041).
   */
  private static final int FEW_ROWS = 64;

  private static final int NARROW = 128;

  private final Compiler c;
  private final Value input;
  private final Parameter matrix;
  private final Parameter bias;

  /** oneDNN wants the matrix as (outputs, inputs): the same memory with its axes exchanged. */
  private final memory exchanged;

  /** Whether the matrix is read, and its gradient written, as it lies in Java. */
  private final boolean inJavasOrder;

  private final desc anyInput;
  private final desc anyMatrix;
  private final desc biasOrder;
  private final desc outputOrder;
  private final desc outputGradientOrder;
  private final inner_product_forward.primitive_desc forward;

  static void compile(Compiler c, Node node) {
    new GemmKernel(c, node).compile(node);
  }

  private GemmKernel(Compiler c, Node node) {
    this.c = c;
    input = c.value(node.inputs().get(0));
    matrix = c.parameter(node.inputs().get(1));
    bias = c.bias(node);
    exchanged = c.view(matrix.rowMajor, matrix.rowMajor.get_desc().permute_axes(new int[] {1, 0}));
    Shape shape = matrix.host.shape();
    boolean small = shape.elements() < SMALL;
    inJavasOrder = matrix.trainable && !small && c.batchSize <= FEW_ROWS && shape.size(1) >= NARROW;
    data_type type = small || inJavasOrder ? Dnnl.F32 : c.type;
    anyInput = Dnnl.anyOrder(type, input.shape);
    anyMatrix = matrixOrder(type);
    biasOrder = bias.rowMajor.get_desc();
    outputOrder = Dnnl.rowMajor(Dnnl.F32, c.fixedShape(node.name()));
    outputGradientOrder = Dnnl.rowMajor(type, c.fixedShape(node.name()));
    forward =
        new inner_product_forward.primitive_desc(
            Dnnl.ENGINE,
            c.training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
            anyInput,
            anyMatrix,
            biasOrder,
            outputOrder,
            ElementwiseKernel.attributes(c.fusedRelu(node) != null),
            false);
  }

  private desc matrixOrder(data_type type) {
    Shape shape = matrix.host.shape();
    return inJavasOrder
        ? Dnnl.rowMajor(type, shape).permute_axes(new int[] {1, 0})
        : Dnnl.anyOrder(type, Shape.of(shape.size(1), shape.size(0)));
  }

  private void compile(Node node) {
    memory result = c.allocateResult(outputOrder);
    c.step(
        c.forward,
        "forward",
        new inner_product_forward(forward),
        dnnl.DNNL_ARG_SRC,
        c.in(input, forward.src_desc(), c.forward),
        dnnl.DNNL_ARG_WEIGHTS,
        c.in(matrix, exchanged, forward.weights_desc()),
        dnnl.DNNL_ARG_BIAS,
        bias.rowMajor,
        dnnl.DNNL_ARG_DST,
        result);
    Node relu = c.fusedRelu(node);
    Value output = c.define(node, relu == null ? node.name() : relu.name(), result);
    if (output.needsGradient) {
      c.onBackward(node, () -> compileBackward(relu, output));
    }
  }

  private void compileBackward(@Nullable Node relu, Value output) {
    memory gradient = Objects.requireNonNull(output.gradient);
    if (relu != null) {
      gradient = ElementwiseKernel.reluBackward(c, output.original(), gradient);
    }
    memory given = c.reordered(gradient, outputGradientOrder, c.backward);
    if (matrix.trainable || bias.trainable) {
      compileWeightsGradient(given);
    }
    if (input.needsGradient) {
      compileInputGradient(given);
    }
  }

  private void compileWeightsGradient(memory gradient) {
    inner_product_backward_weights.primitive_desc description =
        new inner_product_backward_weights.primitive_desc(
            Dnnl.ENGINE, anyInput, matrixOrder(Dnnl.F32), biasOrder, outputGradientOrder, forward);
    memory matrixGradient = c.allocate(description.diff_weights_desc());
    memory biasGradient = c.allocate(biasOrder);
    c.step(
        c.backward,
        "gradient of the weights",
        new inner_product_backward_weights(description),
        dnnl.DNNL_ARG_SRC,
        c.in(input, description.src_desc(), c.backward),
        dnnl.DNNL_ARG_DIFF_DST,
        gradient,
        dnnl.DNNL_ARG_DIFF_WEIGHTS,
        matrixGradient,
        dnnl.DNNL_ARG_DIFF_BIAS,
        biasGradient);
    c.addGradient(matrix, exchanged.get_desc(), matrixGradient);
    c.addGradient(bias, biasOrder, biasGradient);
  }

  private void compileInputGradient(memory gradient) {
    inner_product_backward_data.primitive_desc description =
        new inner_product_backward_data.primitive_desc(
            Dnnl.ENGINE, anyInput, anyMatrix, outputGradientOrder, forward);
    memory inputGradient = c.allocate(description.diff_src_desc());
    c.step(
        c.backward,
        "gradient of the input",
        new inner_product_backward_data(description),
        dnnl.DNNL_ARG_DIFF_DST,
        gradient,
        dnnl.DNNL_ARG_WEIGHTS,
        c.in(matrix, exchanged, description.weights_desc()),
        dnnl.DNNL_ARG_DIFF_SRC,
        inputGradient);
    c.addGradient(input, inputGradient);
  }
}
