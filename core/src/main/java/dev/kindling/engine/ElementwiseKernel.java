package dev.kindling.engine;

import dev.kindling.graph.Clip;
import dev.kindling.graph.Elu;
import dev.kindling.graph.Gelu;
import dev.kindling.graph.HardSigmoid;
import dev.kindling.graph.HardSwish;
import dev.kindling.graph.LeakyRelu;
import dev.kindling.graph.Mul;
import dev.kindling.graph.Node;
import dev.kindling.graph.Op;
import dev.kindling.graph.Relu;
import dev.kindling.graph.Sigmoid;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/**
 * Functions applied element by element. Where the result decides the gradient, it is computed from
 * that, and what the function was given need not be kept.
 */
final class ElementwiseKernel {

  private static final Function HARD_SWISH =
      new Function(dnnl.algorithm.eltwise_hardswish, 1 / 6f, 0.5f);

  private static final Function SWISH = new Function(dnnl.algorithm.eltwise_swish, 1, 0);

  private static final Function GELU = new Function(dnnl.algorithm.eltwise_gelu_erf, 0, 0);

  private ElementwiseKernel() {}

  static void compileRelu(Compiler c, Node node) {
    byResult(c, node, new Function(dnnl.algorithm.eltwise_relu_use_dst_for_bwd, 0, 0));
  }

  static void compileClip(Compiler c, Node node, Clip clip) {
    byResult(c, node, clip(dnnl.algorithm.eltwise_clip_v2_use_dst_for_bwd, clip));
  }

  private static Function clip(dnnl.algorithm algorithm, Clip clip) {
    return new Function(algorithm, (float) clip.min(), (float) clip.max());
  }

  static void compileElu(Compiler c, Node node, Elu elu) {
    bySource(c, node, new Function(dnnl.algorithm.eltwise_elu, (float) elu.alpha(), 0));
  }

  static void compileLeakyRelu(Compiler c, Node node, LeakyRelu leaky) {
    bySource(c, node, new Function(dnnl.algorithm.eltwise_relu, (float) leaky.alpha(), 0));
  }

  static void compileTanh(Compiler c, Node node) {
    byResult(c, node, new Function(dnnl.algorithm.eltwise_tanh_use_dst_for_bwd, 0, 0));
  }

  static void compileGelu(Compiler c, Node node) {
    bySource(c, node, GELU);
  }

  static void compileSoftplus(Compiler c, Node node) {
    bySource(c, node, new Function(dnnl.algorithm.eltwise_soft_relu, 1, 0));
  }

  static void compileHardSwish(Compiler c, Node node) {
    bySource(c, node, HARD_SWISH);
  }

  static void compileHardSigmoid(Compiler c, Node node, HardSigmoid hard) {
    float alpha = (float) hard.alpha();
    float beta = (float) hard.beta();
    bySource(c, node, new Function(dnnl.algorithm.eltwise_hardsigmoid, alpha, beta));
  }

  /**
   * In 32 bits whatever the precision where it may end a network. If the product with what it was
   * given is all that it is for, the two are one function: swish.
   */
  static void compileSigmoid(Compiler c, Node node) {
    Value input = c.value(node.inputs().get(0));
    Node product = c.onlyConsumer(node.name());
    Function sigmoid = new Function(dnnl.algorithm.eltwise_logistic_use_dst_for_bwd, 0, 0);
    if (product != null && isSwish(node, product)) {
      compile(c, node, product.name(), input.original(), SWISH, false);
    } else if (product == null || input.shape.rank() == 2) {
      memory source = c.in(input, Dnnl.rowMajor(Dnnl.F32, input.shape), c.forward);
      compile(c, node, node.name(), source, sigmoid, true);
    } else {
      byResult(c, node, sigmoid);
    }
  }

  /** Whether the two are one function: a value times its sigmoid. */
  static boolean isSwish(Node sigmoid, Node product) {
    return sigmoid.op() instanceof Sigmoid
        && product.op() instanceof Mul
        && Set.copyOf(product.inputs()).equals(Set.of(sigmoid.name(), sigmoid.inputs().get(0)));
  }

  private static void byResult(Compiler c, Node node, Function function) {
    memory source = c.value(node.inputs().get(0)).original();
    compile(c, node, node.name(), source, function, true);
  }

  private static void bySource(Compiler c, Node node, Function function) {
    memory source = c.value(node.inputs().get(0)).original();
    compile(c, node, node.name(), source, function, false);
  }

  private static void compile(
      Compiler c, Node node, String name, memory source, Function function, boolean byResult) {
    Value input = c.value(node.inputs().get(0));
    desc order = source.get_desc();
    memory result = c.allocateResult(order);
    c.step(
        c.forward,
        "forward",
        new eltwise_forward(function.description(order)),
        dnnl.DNNL_ARG_SRC,
        source,
        dnnl.DNNL_ARG_DST,
        result);
    Value output = c.define(node, name, result);
    if (output.needsGradient) {
      c.onBackward(
          node,
          () -> {
            memory gradient = Objects.requireNonNull(output.gradient);
            memory seen = byResult ? result : source;
            int argument = byResult ? dnnl.DNNL_ARG_DST : dnnl.DNNL_ARG_SRC;
            c.addGradient(input, backward(c, function, argument, seen, gradient));
          });
    }
  }

  /** The gradient by what a ReLU was given, from what it gave. */
  static memory reluBackward(Compiler c, memory result, memory gradient) {
    Function relu = new Function(dnnl.algorithm.eltwise_relu_use_dst_for_bwd, 0, 0);
    return backward(c, relu, dnnl.DNNL_ARG_DST, result, gradient);
  }

  private static memory backward(
      Compiler c, Function function, int argument, memory seen, memory gradient) {
    desc order = seen.get_desc();
    memory given = c.reordered(gradient, order, c.backward);
    memory wanted = c.allocate(order);
    c.step(
        c.backward,
        "gradient",
        new eltwise_backward(
            new eltwise_backward.primitive_desc(
                Dnnl.ENGINE,
                function.algorithm,
                order,
                order,
                order,
                function.alpha,
                function.beta,
                function.description(order))),
        argument,
        seen,
        dnnl.DNNL_ARG_DIFF_DST,
        given,
        dnnl.DNNL_ARG_DIFF_SRC,
        wanted);
    return wanted;
  }

  /** oneDNN's name of a function, and its two numbers. */
  private record Function(dnnl.algorithm algorithm, float alpha, float beta) {
    eltwise_forward.primitive_desc description(desc order) {
      return new eltwise_forward.primitive_desc(
          Dnnl.ENGINE, dnnl.prop_kind.forward_training, algorithm, order, order, alpha, beta);
    }
  }

  /** Whether a convolution that is not trained applies the function to its result. */
  static boolean isFused(Op op) {
    return fused(op) != null;
  }

  private static @Nullable Function fused(Op op) {
    if (op instanceof Relu) {
      return new Function(dnnl.algorithm.eltwise_relu, 0, 0);
    }
    if (op instanceof Clip clip) {
      return clip(dnnl.algorithm.eltwise_clip_v2, clip);
    }
    if (op instanceof HardSwish) {
      return HARD_SWISH;
    }
    return op instanceof Gelu ? GELU : null;
  }

  /** Appends a function that {@link #isFused}, or the sigmoid of a {@link #isSwish swish}. */
  static void append(post_ops after, Op op) {
    Function function = op instanceof Sigmoid ? SWISH : Objects.requireNonNull(fused(op));
    after.append_eltwise(function.algorithm, function.alpha, function.beta);
  }

  /** Has a matrix product apply a ReLU to its result, when one follows. */
  static primitive_attr attributes(boolean relu) {
    primitive_attr attributes = new primitive_attr();
    if (relu) {
      post_ops after = new post_ops();
      after.append_eltwise(dnnl.algorithm.eltwise_relu, 0f, 0f);
      attributes.set_post_ops(after);
    }
    return attributes;
  }
}
