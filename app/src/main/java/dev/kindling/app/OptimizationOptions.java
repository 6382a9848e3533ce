package dev.kindling.app;

import dev.kindling.experiments.Recipe;
import dev.kindling.experiments.Schedule;
import dev.kindling.optimizers.Adam;
import dev.kindling.optimizers.AdamW;
import dev.kindling.optimizers.ConstantRate;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.optimizers.SGD;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how weights move, and what keeps them from learning by heart. */
final class OptimizationOptions {

  /** The optimizers by the names that people type. */
  private enum Kind {
    SGD,
    RMSPROP,
    ADAM,
    ADAMW
  }

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description =
          "sgd, rmsprop, adam or adamw, as Keras has them; default: the recipe's, rmsprop.")
  private @Nullable Kind kind;

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
      names = "--momentum",
      paramLabel = "SHARE",
      description = "How much of a step goes on in the next, for sgd and rmsprop.")
  private @Nullable Double momentum;

  @Option(names = "--nesterov", description = "Nesterov's momentum, for sgd.")
  private boolean nesterov;

  @Option(
      names = "--weight-decay",
      paramLabel = "RATE",
      description = "How much of each weight is lost with every step, times the learning rate.")
  private @Nullable Double weightDecay;

  @Option(
      names = "--clip-norm",
      paramLabel = "LENGTH",
      description = "Shorten the gradient of each weight to this.")
  private @Nullable Double clipNorm;

  @Option(
      names = "--clip-value",
      paramLabel = "VALUE",
      description = "Cut each number of gradients off at this.")
  private @Nullable Double clipValue;

  @Option(
      names = "--label-smoothing",
      paramLabel = "SHARE",
      description = "How far labels are drawn towards all classes alike; default: the recipe's, 0.")
  private @Nullable Double labelSmoothing;

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description =
          "How much the last layer does not see while it learns; default: the recipe's, 0.5.")
  private @Nullable Double dropout;

  @Option(
      names = "--l1",
      paramLabel = "FACTOR",
      description = "A penalty on kernels' absolute numbers; default: the recipe's, 0.")
  private @Nullable Double l1;

  @Option(
      names = "--l2",
      paramLabel = "FACTOR",
      description = "A penalty on kernels' squares; default: the recipe's, 0.")
  private @Nullable Double l2;

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
    Recipe run = base.optimizer(over(kind == null ? base.optimizer() : named(kind)));
    run = schedule == null ? run : run.schedule(schedule);
    run = labelSmoothing == null ? run : run.labelSmoothing(labelSmoothing);
    run = dropout == null ? run : run.dropout(dropout);
    run = l1 == null ? run : run.l1(l1);
    run = l2 == null ? run : run.l2(l2);
    return patience == null ? run : run.patience(patience);
  }

  private static Optimizer named(Kind kind) {
    return switch (kind) {
      case SGD -> new SGD();
      case RMSPROP -> new RMSprop();
      case ADAM -> new Adam();
      case ADAMW -> new AdamW();
    };
  }

  private Optimizer over(Optimizer base) {
    Optimizer optimizer = base;
    if (momentum != null || nesterov) {
      optimizer = withMomentum(optimizer);
    }
    if (learningRate != null) {
      optimizer = optimizer.learningRate(new ConstantRate(learningRate));
    }
    optimizer = weightDecay == null ? optimizer : optimizer.weightDecay(weightDecay);
    optimizer = clipNorm == null ? optimizer : optimizer.clipnorm(clipNorm);
    return clipValue == null ? optimizer : optimizer.clipvalue(clipValue);
  }

  private Optimizer withMomentum(Optimizer optimizer) {
    if (optimizer instanceof SGD sgd) {
      SGD moved = momentum == null ? sgd : sgd.momentum(momentum);
      return nesterov ? moved.nesterov(true) : moved;
    }
    if (optimizer instanceof RMSprop rmsprop && momentum != null && !nesterov) {
      return rmsprop.momentum(momentum);
    }
    throw new IllegalArgumentException(
        "--momentum belongs to --optimizer sgd or rmsprop, --nesterov to sgd. Received: %s"
            .formatted(optimizer.className()));
  }
}
