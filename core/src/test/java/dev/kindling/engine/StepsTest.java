package dev.kindling.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.graph.Graph;
import dev.kindling.tensor.Shape;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a network is compiled to: in how many steps it is computed, and in how much memory. */
class StepsTest {

  private static <T> T compiled(Graph graph, Precision precision, Function<Compiler, T> look) {
    EngineOptions options = new EngineOptions(precision, 1);
    Comparison network = Networks.comparison(graph, 2);
    Compiler compiler = new Compiler(graph, Set.of(), network.batch, options, false);
    return compiler.attempt(
        () -> {
          compiler.compile(network.weights());
          try (Program program = new Program(compiler)) {
            program.setUp();
            return look.apply(program.compiler);
          }
        });
  }

  private static List<String> steps(Graph graph, Precision precision) {
    return compiled(
        graph,
        precision,
        c ->
            c.forward.stream()
                .map(step -> step.description().replaceAll("^(.*) of '(.*?)'.*$", "$1 of $2"))
                .filter(step -> !step.startsWith("reorder"))
                .toList());
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16"})
  void normalizationsShortcutsAndFunctions_areComputedByTheConvolutionBefore(Precision precision) {
    assertThat(steps(Networks.residual(), precision))
        .containsExactly(
            "forward of layer1",
            "forward of layer2",
            "forward of layer3",
            "forward of layer4",
            "forward of layer5",
            "forward of layer6",
            "forward of normal_doubled",
            "forward of again",
            "forward of layer7");
    assertThat(steps(Networks.chain(1), precision))
        .containsExactly("forward of layer1", "forward of layer2", "forward of layer3");
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16"})
  void memory_doesNotGrowWithTheNumberOfLayers(Precision precision) {
    long bytes = compiled(Networks.chain(2), precision, c -> c.workspace.size());
    long map = 2L * 16 * 9 * 8 * (precision == Precision.F32 ? 4 : 2);
    assertThat(bytes).isBetween(2 * map, 3 * map + Shape.of(2, 16).elements() * 4 + 64);
    long deeper = compiled(Networks.chain(20), precision, c -> c.workspace.size());
    assertThat(deeper).isEqualTo(bytes);
  }
}
