package dev.kindling.bench;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.models.Scores;
import dev.kindling.models.Sequential;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The article's network on all cores: pictures a second. */
public class NetworkBenchmark extends KernelBenchmark {

  /** The numbers inside the network. */
  @Param({"F32", "BF16"})
  public Precision precision = Precision.F32;

  private final NumpyRandom random = new NumpyRandom(1);
  private final Tensor pictures = ArticleNetwork.pictures(random);
  private final Tensor labels = ArticleNetwork.labels(random);
  private Sequential model = new Sequential();

  /** Makes the network. */
  @Setup
  public void make() {
    model = ArticleNetwork.model(EngineOptions.defaults().precision(precision), 1);
  }

  /** One training step: forward, loss, backward, RMSprop. */
  @Benchmark
  @OperationsPerInvocation(ArticleNetwork.BATCH)
  public Scores step() {
    return model.trainOnBatch(pictures, labels);
  }

  /** Scores of one batch. */
  @Benchmark
  @OperationsPerInvocation(ArticleNetwork.BATCH)
  public Tensor predict() {
    return model.predict(pictures);
  }

  /** Frees the network. */
  @TearDown
  public void close() {
    model.close();
  }
}
