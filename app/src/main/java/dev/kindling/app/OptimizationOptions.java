package dev.kindling.app;

import dev.kindling.experiments.Recipe;
import dev.kindling.experiments.Schedule;
import dev.kindling.optimizers.ConstantRate;
import dev.kindling.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how weights move, and for how long. */
final class OptimizationOptions extends MovingOptions {

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "The size of steps; default: the optimizer's, for rmsprop 0.001.")
  private @Nullable Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description =
          "How that changes: constant; cosine falls to nothing; step falls to a tenth after half of"
              + " the steps and a hundredth after three quarters; one_cycle rises to it and falls."
              + " Default: the recipe's, constant.")
  private @Nullable Schedule schedule;

  @Option(
      names = "--ema",
      paramLabel = "SHARE",
      description =
          "The model has the moving average of the weights, of which each step keeps this much, as"
              + " 0.999; default: the recipe's, none.")
  private @Nullable Double ema;

  @Option(
      names = "--label-smoothing",
      paramLabel = "SHARE",
      description = "How far labels are drawn towards all classes alike; default: the recipe's, 0.")
  private @Nullable Double labelSmoothing;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "End after N epochs in which the loss on validation pictures has not fallen, and keep the"
              + " epoch of the least one: that figure is then chosen by those pictures, and new ones"
              + " do somewhat worse. Default: the recipe's, none.")
  private @Nullable Integer patience;

  /**
   * A recipe with what was given, and the rest as it was.
   *
   * @throws IllegalArgumentException if a value is out of its range, or does not fit the optimizer
   */
  Recipe over(Recipe base) {
    Recipe run = base.optimizer(over(base.optimizer()));
    run = schedule == null ? run : run.schedule(schedule);
    run = labelSmoothing == null ? run : run.labelSmoothing(labelSmoothing);
    return patience == null ? run : run.patience(patience);
  }

  @Override
  Optimizer over(Optimizer base) {
    Optimizer optimizer = super.over(base);
    if (learningRate != null) {
      optimizer = optimizer.learningRate(new ConstantRate(learningRate));
    }
    return ema == null ? optimizer : optimizer.useEma(ema);
  }
}
