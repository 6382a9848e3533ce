package dev.kindling.engine;

import dev.kindling.graph.Node;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.reduction;

/** The sum or the product of two values, or of a value and a parameter, which may be broadcast. */
final class BinaryKernel {

  /** Fewer than the processor computes at once. */
  private static final int FEW_CHANNELS = 8;

  private final Compiler c;
  private final dnnl.algorithm function;
  private final Operand large;
  private final Operand small;

  static void compile(Compiler c, Node node, dnnl.algorithm function) {
    new BinaryKernel(c, node, function).compile(node);
  }

  private BinaryKernel(Compiler c, Node node, dnnl.algorithm function) {
    this.c = c;
    this.function = function;
    Operand first = new Operand(node.inputs().get(0));
    Operand second = new Operand(node.inputs().get(1));
    Shape whole = c.fixedShape(node.name());
    boolean firstIsLarge = first.shape.equals(whole);
    if (!firstIsLarge && !second.shape.equals(whole)) {
      throw new IllegalArgumentException(
          "one of the two must have the shape of the result; both would be broadcast");
    }
    large = firstIsLarge ? first : second;
    small = firstIsLarge ? second : first;
  }

  private void compile(Node node) {
    memory a = large.numbers(large.order());
    boolean sameShape = small.shape.equals(large.shape);
    memory b = small.numbers(sameShape ? a.get_desc() : small.order());
    memory broadcast = sameShape ? b : c.view(b, b.get_desc().reshape(small.padded()));
    memory result = c.allocateResult(a.get_desc());
    if (isFixedForFewChannels() && Dnnl.same(a.get_desc(), Dnnl.plain(a, large.shape))) {
      computeByRows(a, result);
    } else {
      compute(c.forward, function, a, broadcast, result);
    }
    Value output = c.define(node, node.name(), result);
    if (output.needsGradient) {
      c.onBackward(
          node,
          () -> {
            desc order = result.get_desc();
            memory gradient =
                c.reordered(Objects.requireNonNull(output.gradient), order, c.backward);
            if (large.needsGradient()) {
              large.addGradient(times(gradient, broadcast, order));
            }
            if (small.needsGradient()) {
              small.addGradient(reduce(times(gradient, a, order)));
            }
          });
    }
  }

  /** A sum passes the gradient on as it is, a product times the other factor. */
  private memory times(memory gradient, memory other, desc order) {
    if (function == dnnl.algorithm.binary_add) {
      return gradient;
    }
    memory product = c.allocate(order);
    compute(c.backward, dnnl.algorithm.binary_mul, gradient, other, product);
    return product;
  }

  /** Sums a gradient over the axes along which the smaller operand was broadcast. */
  private memory reduce(memory gradient) {
    if (small.shape.equals(large.shape)) {
      return gradient;
    }
    desc smallOrder = Dnnl.rowMajor(Dnnl.F32, small.shape);
    if (Arrays.equals(small.padded(), Dnnl.sizes(large.shape))) {
      // All those axes have one element, as in a batch of 1: there is nothing to sum.
      desc largeOrder = Dnnl.rowMajor(Dnnl.F32, large.shape);
      return c.view(c.reordered(gradient, largeOrder, c.backward), smallOrder);
    }
    desc reduced = smallOrder.reshape(small.padded());
    memory sum = c.allocate(reduced);
    c.step(
        c.backward,
        "sum over the broadcast axes",
        new reduction(
            new reduction.primitive_desc(
                Dnnl.ENGINE, dnnl.algorithm.reduction_sum, gradient.get_desc(), reduced, 0f, 0f)),
        dnnl.DNNL_ARG_SRC,
        gradient,
        dnnl.DNNL_ARG_DST,
        sum);
    return c.view(sum, smallOrder);
  }

  private void compute(
      List<Step> steps, dnnl.algorithm operation, memory given, memory by, memory to) {
    // A single number is the same for all: in a row oneDNN is several times faster.
    boolean inARow = by.get_desc().get_size() <= Float.BYTES && isDense(given) && isDense(to);
    memory a = inARow ? inARow(given, large.shape.elements()) : given;
    memory b = inARow ? inARow(by, 1) : by;
    memory result = inARow ? inARow(to, large.shape.elements()) : to;
    step(steps, operation, a, b, result);
  }

  private void step(List<Step> steps, dnnl.algorithm operation, memory a, memory b, memory result) {
    c.step(
        steps,
        operation == dnnl.algorithm.binary_add ? "sum" : "product",
        new binary(
            new binary.primitive_desc(
                Dnnl.ENGINE, operation, a.get_desc(), b.get_desc(), result.get_desc())),
        dnnl.DNNL_ARG_SRC_0,
        a,
        dnnl.DNNL_ARG_SRC_1,
        b,
        dnnl.DNNL_ARG_DST,
        result);
  }

  /** Whether it is what is done to the colours of pictures, and stays as it is. */
  private boolean isFixedForFewChannels() {
    Shape whole = large.shape;
    return whole.rank() == 4
        && whole.size(1) <= FEW_CHANNELS
        && small.isParameter()
        && !small.needsGradient()
        && Arrays.equals(small.padded(), new long[] {1, whole.size(1), 1, 1});
  }

  /** Pictures channels last, row of pixels by row: pixel by pixel oneDNN is many times slower. */
  private void computeByRows(memory pictures, memory result) {
    Parameter channels = c.parameter(small.name);
    int width = large.shape.size(3) * large.shape.size(1);
    Parameter row = c.constant(Tensor.zeros(1, width));
    c.derived.add(
        () -> {
          for (int i = 0; i < width; i++) {
            row.host.data()[i] = channels.host.data()[i % channels.host.data().length];
          }
          row.upload(1);
        });
    Shape rows = Shape.of(large.shape.size(0) * large.shape.size(2), width);
    desc byRows = Dnnl.rowMajor(Dnnl.type(pictures), rows);
    memory from = c.view(pictures, byRows);
    step(c.forward, function, from, row.rowMajor, c.view(result, byRows));
  }

  private memory inARow(memory numbers, long count) {
    desc row = new desc(new long[] {count}, Dnnl.type(numbers), new long[] {1});
    return c.view(numbers, row);
  }

  /** Whether there is nothing between the numbers of the larger operand, in whatever order. */
  private boolean isDense(memory numbers) {
    long bytes = Dnnl.type(numbers) == Dnnl.F32 ? Float.BYTES : Short.BYTES;
    return numbers.get_desc().get_size() == large.shape.elements() * bytes;
  }

  /** A value or a parameter. */
  private final class Operand {
    private final String name;
    private final Shape shape;

    Operand(String name) {
      this.name = name;
      this.shape = c.fixedShape(name);
    }

    private boolean isParameter() {
      return c.parameters.containsKey(name);
    }

    desc order() {
      return isParameter()
          ? c.parameter(name).rowMajor.get_desc()
          : c.value(name).original().get_desc();
    }

    memory numbers(desc order) {
      return isParameter()
          ? c.in(c.parameter(name), c.parameter(name).rowMajor, order)
          : c.in(c.value(name), order, c.forward);
    }

    /** The sizes with 1 in front for each axis that the larger operand has more. */
    long[] padded() {
      long[] own = Dnnl.sizes(shape);
      long[] sizes = new long[large.shape.rank()];
      Arrays.fill(sizes, 1);
      System.arraycopy(own, 0, sizes, sizes.length - own.length, own.length);
      return sizes;
    }

    boolean needsGradient() {
      return isParameter() ? c.parameter(name).trainable : c.value(name).needsGradient;
    }

    void addGradient(memory part) {
      if (!isParameter()) {
        c.addGradient(c.value(name), part);
      } else {
        c.addGradient(c.parameter(name), c.parameter(name).rowMajor.get_desc(), part);
      }
    }
  }
}
