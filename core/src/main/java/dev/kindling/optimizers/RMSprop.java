package dev.kindling.optimizers;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps divided by the root of a running mean of squared gradients (Hinton, 2012). Keras: {@code
 * RMSprop}:
 *
 * <pre>{@code
 * velocity  = rho * velocity + (1 - rho) * gradient^2
 * average   = rho * average + (1 - rho) * gradient                  // centered; else 0
 * increment = learningRate * gradient / sqrt(velocity - average^2 + epsilon)
 * moved     = momentum * moved + increment
 * weight   -= moved
 * }</pre>
 *
 * @param learningRate the size of a step, above 0
 * @param rho how much of the running mean is kept, from 0 to 1
 * @param momentum how much of the last step is taken again, at least 0
 * @param epsilon keeps the root above 0; it stands inside the root, as in Keras
 * @param centered whether squares are measured from the gradients' running mean
 * @param options those of all optimizers
 */
public record RMSprop(
    LearningRateSchedule learningRate,
    double rho,
    double momentum,
    double epsilon,
    boolean centered,
    OptimizerOptions options)
    implements Optimizer {

  /** Checks the ranges. */
  public RMSprop {
    if (!(rho >= 0 && rho <= 1 && momentum >= 0 && epsilon >= 0)) {
      throw new IllegalArgumentException(
          "RMSprop takes 0 <= rho <= 1, momentum >= 0, epsilon >= 0."
              + " Received: rho=%s, momentum=%s, epsilon=%s".formatted(rho, momentum, epsilon));
    }
  }

  /** Keras's defaults. */
  public RMSprop() {
    this(0.001);
  }

  /** Keras's defaults with another learning rate. */
  public RMSprop(double learningRate) {
    this(new ConstantRate(learningRate), 0.9, 0, 1e-7, false, new OptimizerOptions());
  }

  /** This optimizer with another learning rate. */
  public RMSprop learningRate(double learningRate) {
    return learningRate(new ConstantRate(learningRate));
  }

  @Override
  public RMSprop learningRate(LearningRateSchedule learningRate) {
    return new RMSprop(learningRate, rho, momentum, epsilon, centered, options);
  }

  /** This optimizer with another share that is kept. */
  public RMSprop rho(double rho) {
    return new RMSprop(learningRate, rho, momentum, epsilon, centered, options);
  }

  /** This optimizer with another momentum. */
  public RMSprop momentum(double momentum) {
    return new RMSprop(learningRate, rho, momentum, epsilon, centered, options);
  }

  /** This optimizer with another epsilon. */
  public RMSprop epsilon(double epsilon) {
    return new RMSprop(learningRate, rho, momentum, epsilon, centered, options);
  }

  /** This optimizer with squares measured from the running mean, or from 0. */
  public RMSprop centered(boolean centered) {
    return new RMSprop(learningRate, rho, momentum, epsilon, centered, options);
  }

  @Override
  public RMSprop options(OptimizerOptions options) {
    return new RMSprop(learningRate, rho, momentum, epsilon, centered, options);
  }

  @Override
  public List<String> slots() {
    List<String> slots = new ArrayList<>(List.of("velocity"));
    if (momentum > 0) {
      slots.add("momentum");
    }
    if (centered) {
      slots.add("average_gradient");
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
    if (momentum > 0 || centered) {
      updateWithMore(weights, gradients, slots, from, to, learningRate);
      return;
    }
    float rate = (float) learningRate;
    float kept = (float) rho;
    float added = (float) (1 - rho);
    float inside = (float) epsilon;
    float[] velocity = slots[0];
    for (int i = from; i < to; i++) {
      float gradient = gradients[i];
      float mean = kept * velocity[i] + added * Tiny.square(gradient);
      velocity[i] = mean;
      weights[i] -= rate * gradient / (float) Math.sqrt(mean + inside);
    }
  }

  /** Apart from the plain one, whose short loop becomes vector instructions. */
  private void updateWithMore(
      float[] weights, float[] gradients, float[][] slots, int from, int to, double learningRate) {
    float rate = (float) learningRate;
    float kept = (float) rho;
    float added = (float) (1 - rho);
    float inside = (float) epsilon;
    float again = (float) momentum;
    float[] velocity = slots[0];
    float[] moved = slots[momentum > 0 ? 1 : 0];
    float[] average = slots[slots.length - 1];
    for (int i = from; i < to; i++) {
      float gradient = gradients[i];
      float mean = kept * velocity[i] + added * Tiny.square(gradient);
      velocity[i] = mean;
      if (centered) {
        float middle = Tiny.flushed(kept * average[i] + added * gradient);
        average[i] = middle;
        mean -= middle * middle;
      }
      float increment = rate * gradient / (float) Math.sqrt(mean + inside);
      if (momentum > 0) {
        increment = Tiny.flushed(increment + again * moved[i]);
        moved[i] = increment;
      }
      weights[i] -= increment;
    }
  }
}
