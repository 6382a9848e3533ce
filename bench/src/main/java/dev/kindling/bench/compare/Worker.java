package dev.kindling.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.bench.ArticleGenerator;
import dev.kindling.bench.ArticleNetwork;
import dev.kindling.data.Batches;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.models.FitOptions;
import dev.kindling.models.Sequential;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory.data_type;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Kindling's side of a comparison: one part of the work, in a process of its own. It prints {@code
 * {"figures": {name: pictures a second}, "versions": {...}}}. The other side is
 * bench/peers/keras_scratch.py.
 */
@Command(name = "worker", mixinStandardHelpOptions = true)
final class Worker implements Callable<Integer> {

  /** What is measured. */
  enum Part {
    /** A training step on one fixed batch of 32. */
    STEP,
    /** The generator alone, on one thread, from decoded arrays. */
    ARRAYS,
    /** The generator alone, on one thread, from files. */
    FILES,
    /** Whole epochs of fit from files, without validation. */
    FIT,
    /** The product of large matrices, in GFLOP a second. */
    PEAK
  }

  private static final int PRODUCTS = 15;
  private static final int DECODED_BATCHES = 8;

  @Parameters(index = "0")
  private Part part = Part.STEP;

  @Parameters(index = "1")
  private Path data = Path.of("");

  @Option(names = "--steps")
  private int steps = 60;

  @Option(names = "--warm-up")
  private int warmUp = 10;

  @Option(names = "--threads")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--precision")
  private Precision precision = Precision.AUTO;

  @Option(names = "--epochs")
  private int epochs = 3;

  @Option(names = "--seed")
  private long seed = 1;

  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new Worker());
    System.exit(command.setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Map<String, Double> figures =
        switch (part) {
          case STEP -> step();
          case ARRAYS -> arrays();
          case FILES -> files();
          case FIT -> fit();
          case PEAK -> peak();
        };
    ObjectMapper json = new ObjectMapper();
    ObjectNode answer = json.createObjectNode();
    answer.set("figures", json.valueToTree(figures));
    dnnl_version_t version = dnnl.dnnl_version();
    answer
        .putObject("versions")
        .put("oneDNN", "%d.%d.%d".formatted(version.major(), version.minor(), version.patch()));
    System.out.println(answer);
    return 0;
  }

  private Map<String, Double> step() {
    NumpyRandom random = new NumpyRandom(seed);
    Tensor pictures = ArticleNetwork.pictures(random);
    Tensor labels = ArticleNetwork.labels(random);
    try (Sequential model = ArticleNetwork.model(engine(), seed)) {
      rateOf(() -> model.trainOnBatch(pictures, labels), warmUp);
      double rate = rateOf(() -> model.trainOnBatch(pictures, labels), steps);
      return Map.of("step " + precision.resolve(), rate);
    }
  }

  private Map<String, Double> arrays() throws IOException {
    FlowOptions oneThread = new FlowOptions().batchSize(ArticleNetwork.BATCH).seed(seed).threads(1);
    Tensor decoded = decoded();
    try (Batches flow = ArticleGenerator.training().flow(decoded, oneThread)) {
      rateOf(flow::next, warmUp);
      return Map.of("arrays", rateOf(flow::next, steps));
    }
  }

  /** The pictures of the first batches, from 0 to 255. */
  private Tensor decoded() throws IOException {
    try (Batches flow = folder(new ImageDataGenerator(), "train", 1)) {
      int length = ArticleNetwork.BATCH * ArticleNetwork.SIZE * ArticleNetwork.SIZE * 3;
      Tensor all =
          Tensor.zeros(
              DECODED_BATCHES * ArticleNetwork.BATCH, ArticleNetwork.SIZE, ArticleNetwork.SIZE, 3);
      for (int i = 0; i < DECODED_BATCHES; i++) {
        System.arraycopy(flow.next().x().data(), 0, all.data(), i * length, length);
      }
      return all;
    }
  }

  private Map<String, Double> files() throws IOException {
    try (Batches warm = folder(ArticleGenerator.training(), "validation", 1)) {
      rateOf(warm::next, warmUp);
    }
    try (Batches flow = folder(ArticleGenerator.training(), "train", 1)) {
      // Within the first pass, and only whole batches: the last one of a pass is smaller.
      return Map.of(
          "files", rateOf(flow::next, Math.min(steps, flow.samples() / ArticleNetwork.BATCH)));
    }
  }

  private Map<String, Double> fit() throws IOException {
    try (Batches flow = folder(ArticleGenerator.training(), "train", threads);
        Sequential model = ArticleNetwork.model(engine(), seed)) {
      List<Double> rates =
          model.fit(flow, new FitOptions().epochs(epochs).seed(seed)).epochs().stream()
              .map(epoch -> flow.samples() / epoch.seconds())
              .toList();
      return Map.of(
          "fit, first epoch",
          rates.get(0),
          "fit",
          new Figure(rates.subList(1, rates.size())).median());
    }
  }

  private Batches folder(ImageDataGenerator generator, String part, int threads)
      throws IOException {
    return generator.flowFromDirectory(
        data.resolve(part), ArticleGenerator.fromFolder(seed, threads));
  }

  private EngineOptions engine() {
    return EngineOptions.defaults().precision(precision).threads(threads);
  }

  private static Map<String, Double> peak() {
    return Map.of(
        "peak f32", MatmulPeak.flops(data_type.f32, PRODUCTS) / 1e9,
        "peak bf16", MatmulPeak.flops(data_type.bf16, PRODUCTS) / 1e9);
  }

  private static double rateOf(Runnable batch, int times) {
    long began = System.nanoTime();
    for (int i = 0; i < times; i++) {
      batch.run();
    }
    return ArticleNetwork.BATCH * times / ((System.nanoTime() - began) / 1e9);
  }
}
