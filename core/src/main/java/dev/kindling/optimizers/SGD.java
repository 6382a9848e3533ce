package dev.kindling.optimizers;

import java.util.List;

/**
 * Gradient descent, with momentum or without. Keras: {@code SGD}:
 *
 * <pre>{@code
 * velocity = momentum * velocity - learningRate * gradient
 * weight  += velocity                                              // plain
 * weight  += momentum * velocity - learningRate * gradient         // nesterov
 * }</pre>
 *
 * @param learningRate the size of a step, above 0
 * @param momentum how much of the last step is taken again, from 0 to 1
 * @param nesterov whether the gradient is taken as if that were done already
 * @param options those of all optimizers
 */
public record SGD(
    LearningRateSchedule learningRate, double momentum, boolean nesterov, OptimizerOptions options)
    implements Optimizer {

  /** Checks the ranges. */
  public SGD {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "SGD takes 0 <= momentum <= 1. Received: momentum=" + momentum);
    }
  }

  /** Keras's defaults: steps of 0.01, no momentum. */
  public SGD() {
    this(0.01);
  }

  /** Keras's defaults with another learning rate. */
  public SGD(double learningRate) {
    this(new ConstantRate(learningRate), 0, false, new OptimizerOptions());
  }

  /** This optimizer with another learning rate. */
  public SGD learningRate(double learningRate) {
    return learningRate(new ConstantRate(learningRate));
  }

  @Override
  public SGD learningRate(LearningRateSchedule learningRate) {
    return new SGD(learningRate, momentum, nesterov, options);
  }

  /** This optimizer with another momentum. */
  public SGD momentum(double momentum) {
    return new SGD(learningRate, momentum, nesterov, options);
  }

  /** This optimizer with or without Nesterov's way of momentum. */
  public SGD nesterov(boolean nesterov) {
    return new SGD(learningRate, momentum, nesterov, options);
  }

  @Override
  public SGD options(OptimizerOptions options) {
    return new SGD(learningRate, momentum, nesterov, options);
  }

  @Override
  public List<String> slots() {
    return momentum > 0 ? List.of("momentum") : List.of();
  }

  @Override
  public void update(
      float[] weights,
      float[] gradients,
      float[][] slots,
      int from,
      int to,
      double learningRate,
      long step) {
    float rate = (float) learningRate;
    if (momentum == 0) {
      for (int i = from; i < to; i++) {
        weights[i] -= rate * gradients[i];
      }
      return;
    }
    float kept = (float) momentum;
    float[] velocity = slots[0];
    for (int i = from; i < to; i++) {
      float taken = rate * gradients[i];
      float moved = Tiny.flushed(velocity[i] * kept - taken);
      velocity[i] = moved;
      weights[i] += nesterov ? moved * kept - taken : moved;
    }
  }
}
