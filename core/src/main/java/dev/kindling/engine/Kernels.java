package dev.kindling.engine;

import dev.kindling.graph.Add;
import dev.kindling.graph.AveragePool;
import dev.kindling.graph.BatchNormalization;
import dev.kindling.graph.Cast;
import dev.kindling.graph.Clip;
import dev.kindling.graph.Concat;
import dev.kindling.graph.Conv;
import dev.kindling.graph.Dropout;
import dev.kindling.graph.Elu;
import dev.kindling.graph.Flatten;
import dev.kindling.graph.GaussianNoise;
import dev.kindling.graph.Gelu;
import dev.kindling.graph.Gemm;
import dev.kindling.graph.GlobalAveragePool;
import dev.kindling.graph.GlobalMaxPool;
import dev.kindling.graph.HardSigmoid;
import dev.kindling.graph.HardSwish;
import dev.kindling.graph.LayerNormalization;
import dev.kindling.graph.LeakyRelu;
import dev.kindling.graph.LogSoftmax;
import dev.kindling.graph.MaxPool;
import dev.kindling.graph.Mul;
import dev.kindling.graph.Node;
import dev.kindling.graph.Op;
import dev.kindling.graph.PRelu;
import dev.kindling.graph.Pad;
import dev.kindling.graph.Relu;
import dev.kindling.graph.Reshape;
import dev.kindling.graph.Resize;
import dev.kindling.graph.Sigmoid;
import dev.kindling.graph.Slice;
import dev.kindling.graph.Softmax;
import dev.kindling.graph.Softplus;
import dev.kindling.graph.Tanh;
import dev.kindling.graph.Transpose;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;

/** Which kernel computes each operator. */
final class Kernels {

  /** Adds an operator's steps to a compiler. */
  private interface Kernel<O extends Op> {
    void compile(Compiler c, Node node, O op);
  }

  private static final Map<Class<?>, Kernel<Op>> BY_OPERATOR = new HashMap<>();

  static {
    put(Add.class, (c, node, op) -> BinaryKernel.compile(c, node, dnnl.algorithm.binary_add));
    put(AveragePool.class, PoolKernel::compileAverage);
    put(BatchNormalization.class, BatchNormalizationKernel::compile);
    put(Cast.class, (c, node, op) -> ViewKernel.compileCast(c, node));
    put(Clip.class, ElementwiseKernel::compileClip);
    put(Concat.class, ConcatKernel::compile);
    put(Conv.class, ConvKernel::compile);
    put(Dropout.class, DropoutKernel::compile);
    put(Elu.class, ElementwiseKernel::compileElu);
    put(Flatten.class, (c, node, op) -> ViewKernel.compileReshape(c, node));
    put(GaussianNoise.class, GaussianNoiseKernel::compile);
    put(Gelu.class, (c, node, op) -> ElementwiseKernel.compileGelu(c, node));
    put(Gemm.class, (c, node, op) -> GemmKernel.compile(c, node));
    put(GlobalAveragePool.class, (c, node, op) -> PoolKernel.compileGlobalAverage(c, node));
    put(GlobalMaxPool.class, (c, node, op) -> PoolKernel.compileGlobalMax(c, node));
    put(HardSigmoid.class, ElementwiseKernel::compileHardSigmoid);
    put(HardSwish.class, (c, node, op) -> ElementwiseKernel.compileHardSwish(c, node));
    put(LayerNormalization.class, LayerNormalizationKernel::compile);
    put(LeakyRelu.class, ElementwiseKernel::compileLeakyRelu);
    put(LogSoftmax.class, (c, node, op) -> SoftmaxKernel.compileLog(c, node));
    put(MaxPool.class, PoolKernel::compileMax);
    put(Mul.class, (c, node, op) -> BinaryKernel.compile(c, node, dnnl.algorithm.binary_mul));
    put(PRelu.class, (c, node, op) -> PReluKernel.compile(c, node));
    put(Pad.class, BorderKernel::compilePad);
    put(Relu.class, (c, node, op) -> ElementwiseKernel.compileRelu(c, node));
    put(Reshape.class, (c, node, op) -> ViewKernel.compileReshape(c, node));
    put(Resize.class, ResizeKernel::compile);
    put(Sigmoid.class, (c, node, op) -> ElementwiseKernel.compileSigmoid(c, node));
    put(Slice.class, BorderKernel::compileSlice);
    put(Softmax.class, (c, node, op) -> SoftmaxKernel.compile(c, node));
    put(Softplus.class, (c, node, op) -> ElementwiseKernel.compileSoftplus(c, node));
    put(Tanh.class, (c, node, op) -> ElementwiseKernel.compileTanh(c, node));
    put(Transpose.class, ViewKernel::compileTranspose);
  }

  private Kernels() {}

  private static <O extends Op> void put(Class<O> type, Kernel<O> kernel) {
    BY_OPERATOR.put(type, (c, node, op) -> kernel.compile(c, node, type.cast(op)));
  }

  static void compile(Compiler c, Node node) {
    Kernel<Op> kernel = BY_OPERATOR.get(node.op().getClass());
    if (kernel == null) {
      throw new IllegalStateException("The engine has no kernel for " + node.op().name());
    }
    kernel.compile(c, node, node.op());
  }
}
