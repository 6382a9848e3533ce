package dev.kindling.augment;

import dev.kindling.tensor.Tensor;

/**
 * {@code lambda * picture + (1 - lambda) * the one before}: what {@link MixUp} draws.
 *
 * @param lambda from 0 to 1
 */
public record Blend(double lambda) implements Mixture {

  /** Checks the part. */
  public Blend {
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException("lambda must be within 0 and 1. Received: " + lambda);
    }
  }

  @Override
  public Tensor pictures(Tensor x) {
    return withPrevious(x, lambda);
  }

  /** Each part along the first axis mixed with the one before it. */
  static Tensor withPrevious(Tensor x, double lambda) {
    float own = (float) lambda;
    float other = (float) (1 - lambda);
    float[] from = x.data();
    Tensor mixed = Tensor.zeros(x.shape());
    float[] to = mixed.data();
    int length = from.length / x.shape().size(0);
    for (int i = 0, j = from.length - length; i < to.length; i++, j++) {
      to[i] = from[j % from.length] * other + from[i] * own;
    }
    return mixed;
  }
}
