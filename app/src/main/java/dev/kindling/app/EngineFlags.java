package dev.kindling.app;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a network is computed. */
final class EngineFlags {

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads work; default: all that the machine or its container grants.")
  private @Nullable Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "auto|f32|bf16",
      defaultValue = "auto",
      description = "The numbers inside the network; auto: bf16 where the CPU has it, else f32.")
  private Precision precision;

  /**
   * The options for the engine.
   *
   * @throws IllegalArgumentException if there is no thread
   */
  EngineOptions options() {
    EngineOptions options = EngineOptions.defaults().precision(precision);
    return threads == null ? options : options.threads(threads);
  }
}
