package dev.kindling.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.losses.BinaryCrossentropy;
import dev.kindling.models.Model;
import dev.kindling.optimizers.SGD;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How fast Kindling trains a network or predicts with it, in a process of its own: prints {@code
 * {"figures": {name: pictures a second}}}, by the median time of a batch.
 */
@Command(name = "network-worker", mixinStandardHelpOptions = true)
final class NetworkWorker implements Callable<Integer> {

  /** What is measured: steps of training or predictions. */
  enum Part {
    STEP,
    PREDICT
  }

  private static final int BATCH = 32;

  @Parameters(index = "0")
  private Part part = Part.STEP;

  @Parameters(index = "1")
  private BenchNetwork network = BenchNetwork.RESNET;

  @Option(names = "--steps")
  private int steps = 10;

  @Option(names = "--warm-up")
  private int warmUp = 3;

  @Option(names = "--threads")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--precision")
  private Precision precision = Precision.AUTO;

  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new NetworkWorker());
    System.exit(command.setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    NumpyRandom random = new NumpyRandom(1);
    Tensor pictures = Tensor.zeros(BATCH, network.size, network.size, 3);
    for (int i = 0; i < pictures.data().length; i++) {
      pictures.data()[i] = (float) random.random();
    }
    Tensor labels = Tensor.zeros(Shape.of(BATCH));
    for (int i = 0; i < BATCH; i++) {
      labels.data()[i] = random.randint(2);
    }
    EngineOptions engine = EngineOptions.defaults().precision(precision).threads(threads);
    try (Model model = network.model()) {
      model.engine(engine);
      model.compile(new SGD(1e-4), new BinaryCrossentropy());
      double rate =
          part == Part.STEP
              ? rateOf(() -> model.trainOnBatch(pictures, labels))
              : rateOf(() -> model.predict(pictures));
      String name = (part + " " + network + " " + precision.resolve()).toLowerCase(Locale.ROOT);
      System.out.println(
          new ObjectMapper().writeValueAsString(Map.of("figures", Map.of(name, rate))));
    }
    return 0;
  }

  private double rateOf(Runnable batch) {
    for (int i = 0; i < warmUp; i++) {
      batch.run();
    }
    double[] seconds = new double[steps];
    for (int i = 0; i < steps; i++) {
      long began = System.nanoTime();
      batch.run();
      seconds[i] = (System.nanoTime() - began) / 1e9;
    }
    Arrays.sort(seconds);
    return BATCH / seconds[steps / 2];
  }
}
