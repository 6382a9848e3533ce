package dev.kindling.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A program takes memory when it is compiled, none while it runs, and gives it back when closed:
 * after a warm-up, neither the process's resident memory nor the number of native objects grows.
 */
@EnabledOnOs(OS.LINUX)
class MemoryTest {

  private static final EngineOptions OPTIONS = new EngineOptions(Precision.F32, 1);

  @ParameterizedTest
  @CsvSource({
    "TRAIN, 1000",
    "PREDICT, 10000",
    // oneDNN's cache of compiled kernels fills up at first.
    "COMPILE_AND_CLOSE, 1000",
    "FAIL_TO_COMPILE, 200",
  })
  void memory_staysFlat(Work work, int times) throws Exception {
    List<String> said = FreshJvm.run(MemoryTest.class, work.name(), Integer.toString(times));
    List<Long> numbers = said.stream().map(Long::valueOf).toList();
    assertThat(numbers).as("resident KB and native objects, twice").hasSize(4);
    assertThat(numbers.get(2)).as("resident KB").isLessThan(numbers.get(0) * 102 / 100);
    assertThat(numbers.get(3)).as("native objects").isEqualTo(numbers.get(1));
  }

  /** What is repeated. */
  enum Work {
    TRAIN,
    PREDICT,
    COMPILE_AND_CLOSE,
    FAIL_TO_COMPILE
  }

  /** Repeats some work as a warm-up and again, and prints each time what memory is taken. */
  public static void main(String[] arguments) throws IOException {
    Comparison network = Networks.comparison(Networks.scratch(22, 22), 2);
    Set<String> weights = network.graph.parameters().keySet();
    Work work = Work.valueOf(arguments[0]);
    int times = Integer.parseInt(arguments[1]);
    try (TrainingProgram training = compileTraining(network, weights);
        InferenceProgram inference = compileInference(network)) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < times; i++) {
          switch (work) {
            case TRAIN -> train(network, training);
            case PREDICT -> predict(network, inference);
            case COMPILE_AND_CLOSE -> {
              compileTraining(network, weights).close();
              compileInference(network).close();
            }
            case FAIL_TO_COMPILE -> failToCompile(network);
          }
        }
        System.out.println(residentKilobytes());
        System.out.println(Pointer.totalCount());
      }
    }
  }

  private static void train(Comparison network, TrainingProgram program) {
    float[] scores = new float[network.batch];
    network.feed(program);
    program.forward(1);
    program.fetch(0, scores);
    program.backward(scores);
  }

  private static void predict(Comparison network, InferenceProgram program) {
    program.feed(0, network.bytes("image"));
    program.run();
    program.fetch(0, new float[network.batch]);
  }

  /** Fails late: when all is compiled, nothing turns out to be trained. */
  private static void failToCompile(Comparison network) {
    try (TrainingProgram program = compileTraining(network, Set.of())) {
      throw new AssertionError("Compiled for batches of " + program.batchSize());
    } catch (IllegalArgumentException expected) {
      // As it should.
    }
  }

  private static TrainingProgram compileTraining(Comparison network, Set<String> trainable) {
    return TrainingProgram.compile(
        network.graph, network.weights(), trainable, network.batch, OPTIONS);
  }

  private static InferenceProgram compileInference(Comparison network) {
    return InferenceProgram.compile(network.graph, network.weights(), network.batch, OPTIONS);
  }

  private static long residentKilobytes() throws IOException {
    // What the C library has been given back and keeps for later is no leak, and differs by chance.
    Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {0});
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
