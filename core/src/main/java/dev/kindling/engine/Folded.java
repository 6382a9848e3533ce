package dev.kindling.engine;

import dev.kindling.graph.BatchNormalization;
import dev.kindling.graph.Node;
import dev.kindling.tensor.Tensor;

/**
 * The kernel and the bias of a convolution with the normalization behind it multiplied in: all that
 * it is while nothing of the two is trained.
 */
final class Folded {

  final Parameter kernel;
  final Parameter bias;

  private final Parameter ownKernel;
  private final Parameter ownBias;
  private final double epsilon;
  private final Parameter scale;
  private final Parameter shift;
  private final Parameter mean;
  private final Parameter variance;

  Folded(Compiler c, Parameter ownKernel, Parameter ownBias, Node normalization) {
    this.ownKernel = ownKernel;
    this.ownBias = ownBias;
    epsilon = ((BatchNormalization) normalization.op()).epsilon();
    scale = c.parameter(normalization.inputs().get(1));
    shift = c.parameter(normalization.inputs().get(2));
    mean = c.parameter(normalization.inputs().get(3));
    variance = c.parameter(normalization.inputs().get(4));
    kernel = c.constant(Tensor.zeros(ownKernel.host.shape()));
    bias = c.constant(Tensor.zeros(ownBias.host.shape()));
    c.derived.add(this::compute);
  }

  private void compute() {
    float[] from = ownKernel.host.data();
    float[] to = kernel.host.data();
    int filters = bias.host.data().length;
    int length = to.length / filters;
    for (int filter = 0; filter < filters; filter++) {
      double factor = scale.host.data()[filter] / Math.sqrt(variance.host.data()[filter] + epsilon);
      for (int i = filter * length; i < (filter + 1) * length; i++) {
        to[i] = (float) (from[i] * factor);
      }
      double centred = (double) ownBias.host.data()[filter] - mean.host.data()[filter];
      bias.host.data()[filter] = (float) (centred * factor + shift.host.data()[filter]);
    }
    kernel.upload(1);
    bias.upload(1);
  }
}
