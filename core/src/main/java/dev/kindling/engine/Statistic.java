package dev.kindling.engine;

import dev.kindling.tensor.Tensor;
import org.bytedeco.dnnl.memory;

/** A mean or variance that moves towards that of each batch. */
final class Statistic {

  final String name;
  private final Tensor host;
  private final double momentum;
  private final NativeFloats ofBatch;
  private final float[] numbers;

  Statistic(String name, Parameter parameter, double momentum, memory ofBatch) {
    this.name = name;
    this.host = parameter.host;
    this.momentum = momentum;
    this.ofBatch = new NativeFloats(ofBatch);
    this.numbers = new float[parameter.host.data().length];
  }

  /** The numbers from which it moves. */
  Tensor before() {
    return Tensor.of(host.shape(), host.data().clone());
  }

  /** Moves the numbers towards those of the last batch. */
  void move(float[] moving) {
    ofBatch.get(numbers, 1);
    for (int i = 0; i < moving.length; i++) {
      moving[i] = (float) (momentum * moving[i] + (1 - momentum) * numbers[i]);
    }
  }
}
