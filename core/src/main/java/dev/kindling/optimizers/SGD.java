package dev.kindling.optimizers;

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
 */
public record SGD(double learningRate, double momentum, boolean nesterov) implements Optimizer {

  /** Checks the ranges. */
  public SGD {
    if (!(learningRate > 0 && momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "SGD takes learningRate > 0, 0 <= momentum <= 1. Received: learningRate=%s, momentum=%s"
              .formatted(learningRate, momentum));
    }
  }

  /** Keras's defaults: steps of 0.01, no momentum. */
  public SGD() {
    this(0.01, 0, false);
  }

  /** This optimizer with another learning rate. */
  public SGD learningRate(double learningRate) {
    return new SGD(learningRate, momentum, nesterov);
  }

  /** This optimizer with another momentum. */
  public SGD momentum(double momentum) {
    return new SGD(learningRate, momentum, nesterov);
  }

  /** This optimizer with or without Nesterov's way of momentum. */
  public SGD nesterov(boolean nesterov) {
    return new SGD(learningRate, momentum, nesterov);
  }

  @Override
  public int slots() {
    return momentum > 0 ? 1 : 0;
  }

  @Override
  public void update(float[] weights, float[] gradients, float[][] slots) {
    float rate = (float) learningRate;
    if (momentum == 0) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] -= rate * gradients[i];
      }
      return;
    }
    float kept = (float) momentum;
    float[] velocity = slots[0];
    for (int i = 0; i < weights.length; i++) {
      float step = rate * gradients[i];
      float moved = velocity[i] * kept - step;
      velocity[i] = moved;
      weights[i] += nesterov ? moved * kept - step : moved;
    }
  }
}
