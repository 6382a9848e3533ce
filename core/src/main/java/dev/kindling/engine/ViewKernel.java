package dev.kindling.engine;

import dev.kindling.graph.Node;
import dev.kindling.graph.Transpose;
import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;

/** Operators that move no numbers: they read the same memory as another shape. */
final class ViewKernel {

  private ViewKernel() {}

  /** The value under another name. */
  static void passThrough(Compiler c, Node node, Value input) {
    Value output = c.define(node, node.name(), input.original());
    if (output.needsGradient) {
      c.onBackward(node, () -> c.addGradient(input, Objects.requireNonNull(output.gradient)));
    }
  }

  static void compileCast(Compiler c, Node node) {
    Value input = c.value(node.inputs().get(0));
    desc wanted = Dnnl.rowMajor(Dnnl.F32, input.shape);
    Value output = c.define(node, node.name(), c.in(input, wanted, c.forward));
    if (output.needsGradient) {
      c.onBackward(node, () -> c.addGradient(input, Objects.requireNonNull(output.gradient)));
    }
  }

  static void compileTranspose(Compiler c, Node node, Transpose transpose) {
    Value input = c.value(node.inputs().get(0));
    int rank = transpose.perm().size();
    int[] toInput = new int[rank];
    int[] toOutput = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      toInput[axis] = transpose.perm().get(axis);
      toOutput[transpose.perm().get(axis)] = axis;
    }
    // oneDNN's permute_axes says where each axis goes, ONNX's perm where it comes from.
    memory original = input.original();
    Value output =
        c.define(node, node.name(), c.view(original, original.get_desc().permute_axes(toOutput)));
    if (output.needsGradient) {
      c.onBackward(
          node,
          () -> {
            memory gradient = Objects.requireNonNull(output.gradient);
            c.addGradient(input, c.view(gradient, gradient.get_desc().permute_axes(toInput)));
          });
    }
  }

  static void compileReshape(Compiler c, Node node) {
    Value input = c.value(node.inputs().get(0));
    desc inputOrder = Dnnl.rowMajor(Dnnl.type(input.original()), input.shape);
    memory inOrder = c.in(input, inputOrder, c.forward);
    desc flat = Dnnl.rowMajor(Dnnl.type(inputOrder), c.fixedShape(node.name()));
    Value output = c.define(node, node.name(), c.view(inOrder, flat));
    if (output.needsGradient) {
      c.onBackward(
          node,
          () -> {
            memory gradient = Objects.requireNonNull(output.gradient);
            desc flatGradient = Dnnl.rowMajor(Dnnl.type(gradient), output.shape);
            memory ordered = c.reordered(gradient, flatGradient, c.backward);
            desc back = Dnnl.rowMajor(Dnnl.type(flatGradient), input.shape);
            c.addGradient(input, c.view(ordered, back));
          });
    }
  }
}
