package dev.kindling.engine;

import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a compiled network. Its numbers belong to a tensor on the Java side; here lies a
 * copy in row-major order, from which the kernels' versions are made.
 */
final class Parameter {

  Tensor host;
  final boolean trainable;
  final memory rowMajor;
  private final NativeFloats numbers;

  /** The same numbers in the orders and types that kernels want. */
  final List<memory> versions = new ArrayList<>();

  /** Where something behind it is multiplied in, what is computed with in its place; else null. */
  @Nullable Folding folded;

  /**
   * What stands in for a parameter.
   *
   * @param parameter this one times the factors, perhaps plus something
   * @param factors one for each part along the first axis
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Folding(Parameter parameter, double[] factors) {

    /** From the gradient by what stands in to that by the parameter itself, in place. */
    void scale(float[] gradient) {
      int length = gradient.length / factors.length;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= (float) factors[i / length];
      }
    }
  }

  /** The gradient in row-major order; there when the parameter is trained and used. */
  @Nullable memory gradient;

  Parameter(Tensor host, boolean trainable, memory rowMajor) {
    this.host = host;
    this.trainable = trainable;
    this.rowMajor = rowMajor;
    this.numbers = new NativeFloats(rowMajor);
  }

  /** Belongs to another tensor of the same shape from now on. */
  void take(Tensor tensor) {
    host = tensor;
    upload(1);
  }

  /** Takes over the tensor's current numbers, by so many threads. */
  void upload(int threads) {
    numbers.put(host.data(), threads);
  }
}
