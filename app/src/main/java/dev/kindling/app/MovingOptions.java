package dev.kindling.app;

import dev.kindling.optimizers.Adam;
import dev.kindling.optimizers.AdamW;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.optimizers.SGD;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what an optimizer does with a gradient, whatever its rate. */
class MovingOptions {

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

  /** An optimizer with what was given, and the rest as it was. */
  Optimizer over(Optimizer base) {
    Optimizer optimizer = kind == null ? base : named(kind);
    if (momentum != null || nesterov) {
      optimizer = withMomentum(optimizer);
    }
    optimizer = weightDecay == null ? optimizer : optimizer.weightDecay(weightDecay);
    optimizer = clipNorm == null ? optimizer : optimizer.clipnorm(clipNorm);
    return clipValue == null ? optimizer : optimizer.clipvalue(clipValue);
  }

  private static Optimizer named(Kind kind) {
    return switch (kind) {
      case SGD -> new SGD();
      case RMSPROP -> new RMSprop();
      case ADAM -> new Adam();
      case ADAMW -> new AdamW();
    };
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
