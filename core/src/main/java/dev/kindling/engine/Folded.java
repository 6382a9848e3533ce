package dev.kindling.engine;

import dev.kindling.graph.BatchNormalization;
import dev.kindling.graph.Node;
import dev.kindling.tensor.Tensor;

/**
 * The kernel and the bias of a convolution with the normalization behind it multiplied in: all that
 * it is while the normalization is not trained. Where the convolution is, its gradients are those
 * by this kernel, times the same factors.
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
  private final double[] factors;

  Folded(Compiler c, Parameter ownKernel, Parameter ownBias, Node normalization) {
    this.ownKernel = ownKernel;
    this.ownBias = ownBias;
    epsilon = ((BatchNormalization) normalization.op()).epsilon();
    scale = c.parameter(normalization.inputs().get(1));
    shift = c.parameter(normalization.inputs().get(2));
    mean = c.parameter(normalization.inputs().get(3));
    variance = c.parameter(normalization.inputs().get(4));
    kernel = c.numbers(Tensor.zeros(ownKernel.host.shape()), ownKernel.trainable);
    bias = c.numbers(Tensor.zeros(ownBias.host.shape()), ownBias.trainable);
    factors = new double[ownBias.host.data().length];
    if (ownKernel.trainable || ownBias.trainable) {
      ownKernel.folded = new Parameter.Folding(kernel, factors);
      ownBias.folded = new Parameter.Folding(bias, factors);
      c.derivedInEachRun.add(this::compute);
    } else {
      c.derived.add(this::compute);
    }
  }

  private void compute() {
    float[] from = ownKernel.host.data();
    float[] to = kernel.host.data();
    int filters = bias.host.data().length;
    int length = to.length / filters;
    for (int filter = 0; filter < filters; filter++) {
      double factor = scale.host.data()[filter] / Math.sqrt(variance.host.data()[filter] + epsilon);
      factors[filter] = factor;
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
