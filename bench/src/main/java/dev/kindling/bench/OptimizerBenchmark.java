package dev.kindling.bench;

import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.RMSprop;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** RMSprop on as many weights as the article's network has in its large matrix: steps a second. */
public class OptimizerBenchmark extends KernelBenchmark {

  private static final int WEIGHTS = 17 * 17 * 64 * 64;

  private final Optimizer optimizer = new RMSprop();
  private long step;
  private final float[] weights = new float[WEIGHTS];
  private final float[] gradients = new float[WEIGHTS];
  private final float[][] slots = new float[optimizer.slots().size()][WEIGHTS];

  /** Gradients of either sign. */
  @Setup
  public void fill() {
    for (int i = 0; i < WEIGHTS; i++) {
      gradients[i] = (i * 31 % 127 - 63) / 64f;
    }
  }

  /** One step. */
  @Benchmark
  public float[] update() {
    optimizer.update(weights, gradients, slots, 0.001, step++);
    return weights;
  }
}
