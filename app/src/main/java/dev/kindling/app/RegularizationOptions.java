package dev.kindling.app;

import dev.kindling.experiments.BottleneckRecipe;
import dev.kindling.experiments.Recipe;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that keep a network from learning by heart. */
final class RegularizationOptions {

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

  /**
   * A recipe with what was given, and the rest as it was.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  Recipe over(Recipe base) {
    Recipe run = dropout == null ? base : base.dropout(dropout);
    run = l1 == null ? run : run.l1(l1);
    return l2 == null ? run : run.l2(l2);
  }

  /** The same, for the layers on top of a pretrained network. */
  BottleneckRecipe over(BottleneckRecipe base) {
    BottleneckRecipe run = dropout == null ? base : base.dropout(dropout);
    run = l1 == null ? run : run.l1(l1);
    return l2 == null ? run : run.l2(l2);
  }
}
