package dev.kindling.engine;

import dev.kindling.graph.Conv;
import dev.kindling.graph.Node;
import dev.kindling.graph.Pad;
import dev.kindling.graph.Padding;
import dev.kindling.graph.Slice;
import dev.kindling.graph.Window;
import dev.kindling.tensor.Shape;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.javacpp.Pointer;

/** Borders of zeros put around pictures, and borders cut off. */
final class BorderKernel {

  private BorderKernel() {}

  /**
   * A convolution pads by itself: if it alone takes the padded pictures, it is given them as they
   * are without.
   */
  static void compilePad(Compiler c, Node node, Pad pad) {
    Value input = c.value(node.inputs().get(0));
    if (isLeftToConvolution(c, node)) {
      c.values.put(node.name(), input);
      return;
    }
    memory padded = zeros(c, Dnnl.plain(input.original(), c.fixedShape(node.name())));
    desc inner = inner(padded.get_desc(), input.shape, pad.padding());
    c.copy(c.forward, input.original(), c.view(padded, inner));
    Value output = c.define(node, node.name(), padded);
    if (output.needsGradient) {
      c.onBackward(
          node,
          () -> {
            memory gradient = Objects.requireNonNull(output.gradient);
            c.addGradient(input, cut(c, gradient, output.shape, input.shape, pad.padding(), false));
          });
    }
  }

  private static boolean isLeftToConvolution(Compiler c, Node pad) {
    Node next = c.onlyConsumer(pad.name());
    return next != null && next.op() instanceof Conv && next.inputs().get(0).equals(pad.name());
  }

  /** The window of a convolution, with the padding of the Pad before it that is left to it. */
  static Window windowOf(Compiler c, Node convolution, Conv conv) {
    Window window = conv.window();
    Node before = c.producer(convolution.inputs().get(0));
    if (before == null || !(before.op() instanceof Pad pad) || !isLeftToConvolution(c, before)) {
      return window;
    }
    Padding own = window.padding();
    Padding more = pad.padding();
    Padding both =
        new Padding(
            own.top() + more.top(),
            own.left() + more.left(),
            own.bottom() + more.bottom(),
            own.right() + more.right());
    return new Window(
        window.height(), window.width(), window.strideHeight(), window.strideWidth(), both);
  }

  static void compileSlice(Compiler c, Node node, Slice slice) {
    Value input = c.value(node.inputs().get(0));
    Shape left = c.fixedShape(node.name());
    memory result = cut(c, input.original(), input.shape, left, slice.cut(), true);
    Value output = c.define(node, node.name(), result);
    if (output.needsGradient) {
      c.onBackward(
          node,
          () -> {
            memory gradient = Objects.requireNonNull(output.gradient);
            memory whole = zeros(c, Dnnl.plain(gradient, input.shape));
            desc inner = inner(whole.get_desc(), left, slice.cut());
            c.copy(c.backward, gradient, c.view(whole, inner));
            c.addGradient(input, whole);
          });
    }
  }

  private static memory cut(
      Compiler c, memory from, Shape whole, Shape left, Padding border, boolean forward) {
    List<Step> steps = forward ? c.forward : c.backward;
    memory plain = c.reordered(from, Dnnl.plain(from, whole), steps);
    memory result = c.allocateResult(Dnnl.plain(from, left));
    c.copy(steps, c.view(plain, inner(plain.get_desc(), left, border)), result);
    return result;
  }

  private static desc inner(desc whole, Shape inner, Padding border) {
    return whole.submemory_desc(Dnnl.sizes(inner), new long[] {0, 0, border.top(), border.left()});
  }

  /** Memory whose zeros stay where no step writes. */
  private static memory zeros(Compiler c, desc desc) {
    memory memory = c.allocate(desc);
    Pointer.memset(memory.get_data_handle(), 0, desc.get_size());
    return memory;
  }
}
