package dev.kindling.engine;

import dev.kindling.tensor.Shape;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The gradient by a depthwise kernel of 4 to 6 columns, put together from two of 3 columns, for
 * which alone oneDNN has a fast kernel (decision 36).
 *
 * <p>The pictures are copied with zeros between the rows: the zeros behind a row are those before
 * the next. For the columns from the fourth on, the same memory is read as of its fourth pixel.
 */
final class WideDepthwiseGradient {

  private static final int PART = 3;

  /** Channels that lie side by side. */
  private static final int BLOCK = 16;

  private static final long[] NO_DILATION = {0, 0};

  private final Compiler c;
  private final Geometry geometry;
  private final Shape kernel;
  private final Shape pictures;
  private final Shape output;
  private final data_type type;

  /**
   * Made only for what it {@link #suits}.
   *
   * @param kernel with its groups: (channels, 1, 1, rows, columns)
   */
  WideDepthwiseGradient(Compiler c, Geometry geometry, Shape kernel, Shape pictures, Shape output) {
    this.c = c;
    this.geometry = geometry;
    this.kernel = kernel;
    this.pictures = pictures;
    this.output = output;
    this.type = c.type;
  }

  /** Whether the gradient can be had in this way from pictures in that order. */
  boolean suits(desc order, long[] dilation) {
    int columns = kernel.size(4);
    return columns > PART
        && columns <= 2 * PART
        && kernel.size(1) == 1
        && kernel.size(2) == 1
        && pictures.size(1) % BLOCK == 0
        && dilation[0] == 0
        && dilation[1] == 0
        && (row() - PART) / geometry.strides[1] + 1 == output.size(3)
        && Dnnl.same(order, blocked(pictures));
  }

  /** A picture's row with the zeros behind it. */
  private int row() {
    long zeros = Math.max(geometry.before[1], geometry.after[1]);
    return Math.toIntExact(pictures.size(3) + zeros);
  }

  private desc blocked(Shape shape) {
    return new desc(Dnnl.sizes(shape), type, format_tag.aBcd16b);
  }

  /**
   * Adds the steps.
   *
   * @param source the pictures
   * @param gradient by the result, in any order
   * @param biasGradient where the gradient by the bias is to go
   * @return the gradient by the kernel, row-major
   */
  memory compile(memory source, memory gradient, memory biasGradient) {
    Shape wide = Shape.of(pictures.size(0), pictures.size(1), pictures.size(2), row());
    desc order = blocked(wide);
    memory numbers = zeros(order.get_size() + PART * pixel());
    long[] corner = {0, 0, 0, geometry.before[1]};
    desc inner = order.submemory_desc(Dnnl.sizes(pictures), corner);
    c.copy(c.backward, source, c.view(numbers, inner));

    memory given = c.reordered(gradient, blocked(output), c.backward);
    memory whole = c.allocate(Dnnl.rowMajor(Dnnl.F32, kernel));
    int columns = kernel.size(4);
    // The bias has its gradient from both, the same.
    part(whole, 0, PART, given, c.view(numbers, order), biasGradient);
    BytePointer fourth = new BytePointer(numbers.get_data_handle()).getPointer(PART * pixel());
    memory later = c.resources.keep(new memory(order, Dnnl.ENGINE, fourth));
    part(whole, PART, columns - PART, given, later, biasGradient);
    return whole;
  }

  private long pixel() {
    return BLOCK * (long) (type == Dnnl.F32 ? Float.BYTES : Short.BYTES);
  }

  /** Memory that stays zero where no step writes. */
  private memory zeros(long bytes) {
    memory memory = c.allocate(new desc(new long[] {bytes}, data_type.u8, new long[] {1}));
    Pointer.memset(memory.get_data_handle(), 0, bytes);
    return memory;
  }

  /** Computes three columns of the gradient and keeps the first of them. */
  private void part(
      memory whole, int from, int columns, memory given, memory source, memory biasGradient) {
    Shape three = kernelOf(PART);
    desc biasOrder = biasGradient.get_desc();
    convolution_forward.primitive_desc forward =
        new convolution_forward.primitive_desc(
            Dnnl.ENGINE,
            dnnl.prop_kind.forward_training,
            dnnl.algorithm.convolution_direct,
            source.get_desc(),
            Dnnl.anyOrder(type, three),
            biasOrder,
            given.get_desc(),
            geometry.strides,
            NO_DILATION,
            new long[] {geometry.before[0], 0},
            new long[] {geometry.after[0], 0});
    convolution_backward_weights.primitive_desc description =
        new convolution_backward_weights.primitive_desc(
            Dnnl.ENGINE,
            dnnl.algorithm.convolution_direct,
            source.get_desc(),
            Dnnl.anyOrder(Dnnl.F32, three),
            biasOrder,
            given.get_desc(),
            geometry.strides,
            NO_DILATION,
            new long[] {geometry.before[0], 0},
            new long[] {geometry.after[0], 0},
            forward);
    memory result = c.allocate(description.diff_weights_desc());
    c.step(
        c.backward,
        "gradient of the weights",
        new convolution_backward_weights(description),
        dnnl.DNNL_ARG_SRC,
        source,
        dnnl.DNNL_ARG_DIFF_DST,
        given,
        dnnl.DNNL_ARG_DIFF_WEIGHTS,
        result,
        dnnl.DNNL_ARG_DIFF_BIAS,
        biasGradient);
    long[] sizes = Dnnl.sizes(kernelOf(columns));
    desc first = result.get_desc().submemory_desc(sizes, new long[5]);
    desc place = whole.get_desc().submemory_desc(sizes, new long[] {0, 0, 0, 0, from});
    c.copy(c.backward, c.view(result, first), c.view(whole, place));
  }

  private Shape kernelOf(int columns) {
    return Shape.of(kernel.size(0), 1, 1, kernel.size(3), columns);
  }
}
