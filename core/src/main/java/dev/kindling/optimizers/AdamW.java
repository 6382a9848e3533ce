package dev.kindling.optimizers;

import java.util.List;

/**
 * {@link Adam} with weights that shrink in each step, by default by 0.004 of the learning rate
 * (Loshchilov and Hutter, 2019). Keras: {@code AdamW}.
 *
 * @param learningRate the size of a step, above 0
 * @param beta1 how much of the mean of gradients is kept, from 0 to below 1
 * @param beta2 how much of the mean of squares is kept, from 0 to below 1
 * @param epsilon keeps the divisor above 0
 * @param amsgrad whether the divisor takes the greatest velocity that there was
 * @param options those of all optimizers
 */
public record AdamW(
    LearningRateSchedule learningRate,
    double beta1,
    double beta2,
    double epsilon,
    boolean amsgrad,
    OptimizerOptions options)
    implements Optimizer {

  /** Checks the ranges. */
  public AdamW {
    Adam.requireRanges("AdamW", beta1, beta2, epsilon);
  }

  /** Keras's defaults. */
  public AdamW() {
    this(0.001);
  }

  /** Keras's defaults with another learning rate. */
  public AdamW(double learningRate) {
    this(
        new ConstantRate(learningRate),
        0.9,
        0.999,
        1e-7,
        false,
        new OptimizerOptions().withWeightDecay(0.004));
  }

  /** This optimizer with another learning rate. */
  public AdamW learningRate(double learningRate) {
    return learningRate(new ConstantRate(learningRate));
  }

  @Override
  public AdamW learningRate(LearningRateSchedule learningRate) {
    return new AdamW(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  /** This optimizer with another share of the mean of gradients that is kept. */
  public AdamW beta1(double beta1) {
    return new AdamW(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  /** This optimizer with another share of the mean of squares that is kept. */
  public AdamW beta2(double beta2) {
    return new AdamW(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  /** This optimizer with another epsilon. */
  public AdamW epsilon(double epsilon) {
    return new AdamW(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  /** This optimizer with the greatest velocity that there was, or with the last. */
  public AdamW amsgrad(boolean amsgrad) {
    return new AdamW(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  @Override
  public AdamW options(OptimizerOptions options) {
    return new AdamW(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  private Adam adam() {
    return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, options);
  }

  @Override
  public List<String> slots() {
    return adam().slots();
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
    adam().update(weights, gradients, slots, from, to, learningRate, step);
  }
}
