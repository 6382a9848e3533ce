package dev.kindling.graph;

import dev.kindling.tensor.Shape;
import java.util.List;

/**
 * An operator of a network, with its attributes. Each means what the ONNX operator of the same name
 * means; the names of the records are ONNX's.
 */
public sealed interface Op
    permits Add,
        Cast,
        Conv,
        Dropout,
        Flatten,
        Gemm,
        MaxPool,
        Mul,
        Relu,
        Sigmoid,
        Softmax,
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
