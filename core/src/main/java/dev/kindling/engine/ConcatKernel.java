package dev.kindling.engine;

import dev.kindling.graph.Concat;
import dev.kindling.graph.Node;
import dev.kindling.tensor.Shape;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;

/**
 * Values copied one behind another. Pictures are put together channels last: in that order a part
 * of any number of channels can be copied to its place.
 */
final class ConcatKernel {

  private ConcatKernel() {}

  static void compile(Compiler c, Node node, Concat concat) {
    List<Value> inputs = node.inputs().stream().map(c::value).toList();
    desc order = Dnnl.plain(inputs.get(0).original(), c.fixedShape(node.name()));
    memory result = c.allocateResult(order);
    int start = 0;
    for (Value input : inputs) {
      desc place = part(order, input.shape, concat.axis(), start);
      c.copy(c.forward, input.original(), c.view(result, place));
      start += input.shape.size(concat.axis());
    }
    Value output = c.define(node, node.name(), result);
    if (output.needsGradient) {
      c.onBackward(
          node,
          () ->
              compileBackward(
                  c, concat.axis(), inputs, Objects.requireNonNull(output.gradient), order));
    }
  }

  private static void compileBackward(
      Compiler c, int axis, List<Value> inputs, memory gradient, desc order) {
    memory given = c.reordered(gradient, order, c.backward);
    int start = 0;
    for (Value input : inputs) {
      if (input.needsGradient) {
        desc place = part(order, input.shape, axis, start);
        memory own = c.allocate(Dnnl.plain(given, input.shape));
        c.copy(c.backward, c.view(given, place), own);
        c.addGradient(input, own);
      }
      start += input.shape.size(axis);
    }
  }

  private static desc part(desc whole, Shape shape, int axis, int start) {
    long[] offsets = new long[shape.rank()];
    offsets[axis] = start;
    return whole.submemory_desc(Dnnl.sizes(shape), offsets);
  }
}
