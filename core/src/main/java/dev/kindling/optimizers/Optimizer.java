package dev.kindling.optimizers;

import java.util.List;

/**
 * How weights move by their gradients: Keras's optimizer of the same name, as a record of its
 * options. What it remembers of a parameter between steps stands in arrays that its caller keeps.
 *
 * <p>The options that all optimizers have in common are set last: {@code new
 * SGD(0.01).momentum(0.9).clipnorm(1)}.
 */
public sealed interface Optimizer permits Adam, AdamW, RMSprop, SGD {

  /** Keras's name of the kind, as {@code RMSprop}. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** The size of each step. */
  LearningRateSchedule learningRate();

  /** This optimizer with another learning rate. */
  Optimizer learningRate(LearningRateSchedule learningRate);

  /** The options that all optimizers have. */
  OptimizerOptions options();

  /** This optimizer with other such options. */
  Optimizer options(OptimizerOptions options);

  /** Keras's names of the numbers that are remembered for each weight. */
  List<String> slots();

  /**
   * Moves some of the weights of one parameter by one step; of each by itself, so that several
   * threads may share them.
   *
   * @param weights changed in place
   * @param gradients as many
   * @param slots an array as long for each of {@link #slots()}, zeros before the first step;
   *     changed in place
   * @param from the first weight that is moved
   * @param to the first behind it that is not
   * @param learningRate the size of this step
   * @param step how many steps were taken before, from 0
   */
  void update(
      float[] weights,
      float[] gradients,
      float[][] slots,
      int from,
      int to,
      double learningRate,
      long step);

  /** This optimizer with weights that shrink by so much of the learning rate in each step. */
  default Optimizer weightDecay(double weightDecay) {
    return options(options().withWeightDecay(weightDecay));
  }

  /** This optimizer where weights whose names hold one of these, as {@code bias}, do not shrink. */
  default Optimizer excludeFromWeightDecay(String... names) {
    return options(options().withExcluded(List.of(names)));
  }

  /** This optimizer with gradients of at most this norm, each weight's by itself. */
  default Optimizer clipnorm(double clipnorm) {
    return options(options().withClipping(clipnorm, 0, 0));
  }

  /** This optimizer with gradients whose elements are within {@code -clipvalue} and this. */
  default Optimizer clipvalue(double clipvalue) {
    return options(options().withClipping(0, clipvalue, 0));
  }

  /** This optimizer with gradients of at most this norm, all weights' together. */
  default Optimizer globalClipnorm(double globalClipnorm) {
    return options(options().withClipping(0, 0, globalClipnorm));
  }

  /** This optimizer with a moving average of the weights, which takes their place at the end. */
  default Optimizer useEma(double emaMomentum) {
    return options(options().withEma(true, emaMomentum, options().emaOverwriteFrequency()));
  }

  /** This optimizer where the moving average also takes the weights' place after so many steps. */
  default Optimizer emaOverwriteFrequency(int emaOverwriteFrequency) {
    return options(options().withEma(true, options().emaMomentum(), emaOverwriteFrequency));
  }

  /**
   * This optimizer with another learning rate for some weights.
   *
   * @param name a layer's, a model's in the model, or a weight's, as {@code conv2d_1/bias}
   * @param factor of the learning rate, at least 0
   */
  default Optimizer learningRateMultiplier(String name, double factor) {
    return options(options().withMultiplier(name, factor));
  }
}
