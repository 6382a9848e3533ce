package dev.kindling.bench;

import dev.kindling.optimizers.Adam;
import dev.kindling.optimizers.AdamW;
import dev.kindling.optimizers.Optimization;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.optimizers.SGD;
import dev.kindling.tensor.Tensor;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Optimizers on as many weights as the article's network has in its large matrix: steps a second.
 */
public class OptimizerBenchmark extends KernelBenchmark {

  private static final int WEIGHTS = 17 * 17 * 64 * 64;

  /** Which optimizer, with the options that cost. */
  @Param({"RMSprop", "centered", "momentum", "Adam", "AdamW", "clipped", "averaged"})
  public String optimizer = "RMSprop";

  private final Map<String, Tensor> weights = Map.of("kernel", Tensor.zeros(WEIGHTS));
  private final Map<String, Tensor> gradients = Map.of("kernel", Tensor.zeros(WEIGHTS));
  private Optimization optimization = new Optimization(new RMSprop());

  /** Gradients of either sign. */
  @Setup
  public void make() {
    float[] numbers = gradients.values().iterator().next().data();
    for (int i = 0; i < WEIGHTS; i++) {
      numbers[i] = (i * 31 % 127 - 63) / 64f;
    }
    Optimizer chosen =
        switch (optimizer) {
          case "centered" -> new RMSprop().centered(true);
          case "momentum" -> new SGD().momentum(0.9);
          case "Adam" -> new Adam();
          case "AdamW" -> new AdamW();
          case "clipped" -> new RMSprop().globalClipnorm(1e9);
          case "averaged" -> new RMSprop().useEma(0.99);
          default -> new RMSprop();
        };
    optimization = new Optimization(chosen);
  }

  /** One step. */
  @Benchmark
  public Map<String, Tensor> step() {
    optimization.step(weights, gradients);
    return weights;
  }
}
