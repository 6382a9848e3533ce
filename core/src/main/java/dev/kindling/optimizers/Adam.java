package dev.kindling.optimizers;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps along a running mean of gradients, divided by the root of one of their squares (Kingma and
 * Ba, 2014). Keras: {@code Adam}:
 *
 * <pre>{@code
 * momentum += (gradient - momentum) * (1 - beta1)
 * velocity += (gradient^2 - velocity) * (1 - beta2)
 * alpha     = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t)       // t = 1 in the first step
 * weight   -= momentum * alpha / (sqrt(velocity) + epsilon)
 * }</pre>
 *
 * @param learningRate the size of a step, above 0
 * @param beta1 how much of the mean of gradients is kept, from 0 to below 1
 * @param beta2 how much of the mean of squares is kept, from 0 to below 1
 * @param epsilon keeps the divisor above 0; it stands outside of the root, as in Keras
 * @param amsgrad whether the divisor takes the greatest velocity that there was
 * @param options those of all optimizers
 */
public record Adam(
    LearningRateSchedule learningRate,
    double beta1,
    double beta2,
    double epsilon,
    boolean amsgrad,
    OptimizerOptions options)
    implements Optimizer {

  /** Checks the ranges. */
  public Adam {
    requireRanges("Adam", beta1, beta2, epsilon);
  }

  static void requireRanges(String name, double beta1, double beta2, double epsilon) {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon >= 0)) {
      throw new IllegalArgumentException(
          "%s takes 0 <= beta1 < 1, 0 <= beta2 < 1, epsilon >= 0. Received: beta1=%s, beta2=%s, epsilon=%s"
              .formatted(name, beta1, beta2, epsilon));
    }
  }

  /** Keras's defaults. */
  public Adam() {
    this(0.001);
  }

  /** Keras's defaults with another learning rate. */
  public Adam(double learningRate) {
    this(new ConstantRate(learningRate), 0.9, 0.999, 1e-7, false, new OptimizerOptions());
  }

  /** This optimizer with another learning rate. */
  public Adam learningRate(double learningRate) {
    return learningRate(new ConstantRate(learningRate));
  }

  @Override
  public Adam learningRate(LearningRateSchedule learningRate) {
    return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  /** This optimizer with another share of the mean of gradients that is kept. */
  public Adam beta1(double beta1) {
    return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  /** This optimizer with another share of the mean of squares that is kept. */
  public Adam beta2(double beta2) {
    return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  /** This optimizer with another epsilon. */
  public Adam epsilon(double epsilon) {
    return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  /** This optimizer with the greatest velocity that there was, or with the last. */
  public Adam amsgrad(boolean amsgrad) {
    return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  @Override
  public Adam options(OptimizerOptions options) {
    return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  @Override
  public List<String> slots() {
    List<String> slots = new ArrayList<>(List.of("momentum", "velocity"));
    if (amsgrad) {
      slots.add("velocity_hat");
    }
    return slots;
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
    float left1 = 1 - (float) Math.pow((float) beta1, step + 1.0);
    float left2 = 1 - (float) Math.pow((float) beta2, step + 1.0);
    float alpha = (float) learningRate * (float) Math.sqrt(left2) / left1;
    float added1 = (float) (1 - beta1);
    float added2 = (float) (1 - beta2);
    float outside = (float) epsilon;
    float[] momentum = slots[0];
    float[] velocity = slots[1];
    float[] greatest = slots[slots.length - 1];
    for (int i = from; i < to; i++) {
      float gradient = gradients[i];
      float mean = Tiny.flushed(momentum[i] + (gradient - momentum[i]) * added1);
      float square = velocity[i] + (Tiny.square(gradient) - velocity[i]) * added2;
      momentum[i] = mean;
      velocity[i] = square;
      if (amsgrad) {
        square = Math.max(greatest[i], square);
        greatest[i] = square;
      }
      weights[i] -= mean * alpha / ((float) Math.sqrt(square) + outside);
    }
  }
}
