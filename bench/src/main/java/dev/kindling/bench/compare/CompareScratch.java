package dev.kindling.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.engine.Precision;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Kindling and Keras in turn on the article's first recipe: {@code bench/compare scratch}. */
@Command(
    name = "bench/compare scratch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures Kindling and Keras on TensorFlow in turn, on the same cores, at the article's first recipe,"
            + " prints a table of ratios and writes it to docs/benchmarks.md.")
final class CompareScratch implements Callable<Integer> {

  /** What is measured. */
  enum Part {
    PEAK,
    STEP,
    ARRAYS,
    FILES,
    FIT,
    TRAIN
  }

  @Parameters(index = "0", description = "A folder with train/CLASS/* and validation/CLASS/*.")
  private Path data = Path.of("");

  @Option(
      names = "--parts",
      split = ",",
      description = "What to measure: ${COMPLETION-CANDIDATES}; everything, unless given.")
  private Set<Part> parts = Set.of(Part.values());

  @Option(names = "--rounds", description = "How often (${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(names = "--steps", description = "Steps in a round (${DEFAULT-VALUE}).")
  private int steps = 60;

  @Option(names = "--warm-up", description = "Steps before them (${DEFAULT-VALUE}).")
  private int warmUp = 20;

  @Option(names = "--epochs", description = "Epochs of fit in a round (${DEFAULT-VALUE}).")
  private int epochs = 3;

  @Option(names = "--threads", description = "Threads of each (all cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--accuracy",
      arity = "0..1",
      fallbackValue = "kindling",
      description =
          "Also trains whole recipes and tells how they validate: by 'kindling' (if nothing follows) or 'both'.")
  private @Nullable String accuracy;

  @Option(names = "--seeds", split = ",", description = "Seeds of those recipes (1,2,3).")
  private List<Long> seeds = List.of(1L, 2L, 3L);

  @Option(names = "--accuracy-epochs", description = "Their epochs (${DEFAULT-VALUE}).")
  private int accuracyEpochs = 50;

  @Option(names = "--out", description = "Where the report goes (${DEFAULT-VALUE}).")
  private Path out = Path.of("docs", "benchmarks.md");

  @Option(names = "--python", hidden = true, required = true)
  private String python = "";

  @Option(names = "--home", hidden = true, required = true)
  private Path home = Path.of("");

  private final Results results = new Results();
  private final PrintStream progress = System.err;

  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new CompareScratch());
    System.exit(command.setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    for (int round = 1; round <= rounds; round++) {
      progress.printf("Round %d of %d%n", round, rounds);
      for (Part part : Part.values()) {
        if (parts.contains(part)) {
          measure(part);
        }
      }
    }
    measureAccuracy();
    String report = ScratchReport.of(results, Machine.describe(threads), rounds);
    System.out.print(report);
    Files.createDirectories(Objects.requireNonNull(out.toAbsolutePath().getParent()));
    Files.writeString(out, report);
    return 0;
  }

  private void measure(Part part) throws IOException {
    boolean bf16 = Precision.AUTO.resolve() == Precision.BF16;
    switch (part) {
      case PEAK -> run(kindling(), "peak");
      case STEP -> {
        step(keras(), "f32");
        step(kindling(), "f32");
        if (bf16) {
          step(keras(), "bf16");
          step(kindling(), "bf16");
        }
      }
      case ARRAYS, FILES -> {
        run(keras(), name(part), "--steps", steps, "--warm-up", warmUp);
        run(kindling(), name(part), "--steps", steps, "--warm-up", warmUp);
      }
      case FIT -> {
        run(keras(), "fit", "--epochs", epochs);
        run(kindling(), "fit", "--epochs", epochs);
      }
      case TRAIN -> train(1, epochs).addRates(results);
    }
  }

  private void step(Contender contender, String precision) throws IOException {
    run(contender, "step", "--precision", precision, "--steps", steps, "--warm-up", warmUp);
  }

  private void run(Contender contender, String part, Object... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(part, data.toString()));
    arguments.addAll(List.of("--threads", String.valueOf(threads)));
    Arrays.stream(options).map(String::valueOf).forEach(arguments::add);
    JsonNode answer = contender.run(arguments);
    progress.printf("  %s %s%n", contender.name(), answer.path("figures"));
    results.add(contender.name(), answer);
  }

  private void measureAccuracy() throws IOException {
    for (long seed : accuracy == null ? List.<Long>of() : seeds) {
      TrainedRun run = train(seed, accuracyEpochs);
      run.addAccuracies(results);
      if (Objects.equals(accuracy, "both")) {
        run(keras(), "accuracy", "--seed", seed, "--epochs", accuracyEpochs);
      }
    }
  }

  private TrainedRun train(long seed, int epochs) throws IOException {
    TrainedRun run = TrainedRun.of(program(), data, seed, epochs);
    progress.printf("  %s, seed %d: %s%n", ScratchReport.PROGRAM, seed, run);
    return run;
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  private Contender keras() {
    String script = home.resolve("bench/peers/keras_scratch.py").toString();
    return new Contender(ScratchReport.KERAS, List.of(python, script), threads);
  }

  private Contender kindling() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classpath = System.getProperty("java.class.path");
    return new Contender(
        ScratchReport.KINDLING,
        List.of(
            java, "--enable-native-access=ALL-UNNAMED", "-cp", classpath, Worker.class.getName()),
        threads);
  }

  private Contender program() {
    return new Contender(
        ScratchReport.PROGRAM, List.of(home.resolve("kindling").toString()), threads);
  }
}
