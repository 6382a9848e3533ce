package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * An operator of a network, with its attributes. Each means what the ONNX operator of the same name
 * means; the names of the records are ONNX's.
 */
public sealed interface Op
    permits Add,
        AveragePool,
        BatchNormalization,
        Cast,
        Clip,
        Concat,
        Conv,
        Dropout,
        Elu,
        Flatten,
        Gelu,
        Gemm,
        GaussianNoise,
        GlobalAveragePool,
        GlobalMaxPool,
        HardSigmoid,
        HardSwish,
        LayerNormalization,
        LeakyRelu,
        LogSoftmax,
        MaxPool,
        Mul,
        PRelu,
        Pad,
        Relu,
        Reshape,
        Resize,
        Sigmoid,
        Slice,
        Softmax,
        Softplus,
        Tanh,
        Transpose {

  /**
   * The shape of the value made from values of the given shapes.
   *
   * @throws IllegalArgumentException if the operator does not take such inputs
   */
  Shape outputShape(List<Shape> inputs);

  /** The operator's ONNX name. */
  default String name() {
    return getClass().getSimpleName();
  }
}
