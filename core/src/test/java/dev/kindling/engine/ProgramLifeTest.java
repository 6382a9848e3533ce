package dev.kindling.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.graph.Add;
import dev.kindling.graph.Conv;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Gemm;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Padding;
import dev.kindling.graph.Relu;
import dev.kindling.graph.Window;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What programs refuse, and how they say it. */
class ProgramLifeTest {

  private static final EngineOptions OPTIONS = new EngineOptions(Precision.F32, 2);
  private static final int N = Shape.FREE;

  private final Graph dense = dense();
  private final Map<String, Tensor> weights = Map.of("matrix", Tensor.zeros(3, 2));
  private final InferenceProgram inference = InferenceProgram.compile(dense, weights, 4, OPTIONS);
  private final TrainingProgram training =
      TrainingProgram.compile(dense, weights, Set.of("matrix"), 4, OPTIONS);

  private static Graph dense() {
    Graph.Builder builder = new Graph.Builder();
    builder.input("x", ElementType.FLOAT, Shape.of(N, 3));
    builder.parameter("matrix", Shape.of(3, 2));
    builder.node("y", new Gemm(), "x", "matrix");
    return builder.build(List.of("y"));
  }

  @AfterEach
  void close() {
    inference.close();
    training.close();
  }

  @Test
  void closedProgram_refusesToWork() {
    inference.close();
    training.close();
    List<Runnable> uses =
        List.of(
            () -> inference.feed(0, new float[3]),
            inference::run,
            () -> inference.fetch(0, new float[2]),
            () -> training.feed(0, new float[12]),
            () -> training.forward(1),
            () -> training.fetch(0, new float[2]),
            () -> training.backward(new float[8]));
    for (Runnable use : uses) {
      assertThatIllegalStateException().isThrownBy(use::run).withMessage("This program is closed.");
    }
  }

  @Test
  void close_mayBeRepeated() {
    training.close();
    training.close();
    inference.close();
    inference.close();
  }

  @Test
  void feed_ofHalfRowsOrTooMany_isRefused() {
    for (int length : new int[] {4, 15}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> inference.feed(0, new float[length]))
          .withMessage(
              "The input 'x' takes up to 4 rows of 3 numbers. Received: %d numbers", length);
    }
  }

  @Test
  void feed_ofAnotherType_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inference.feed(0, new byte[3]))
        .withMessage("The input 'x' takes numbers of type FLOAT. Received: UINT8");
  }

  @Test
  void fetch_ofMoreThanThereIs_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inference.fetch(0, new float[9]))
        .withMessage("The output 'y' has 8 numbers. Received: room for 9");
  }

  @Test
  void backward_fromAGradientOfAnotherSize_isRefused() {
    for (int length : new int[] {7, 9}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> training.backward(new float[length]))
          .withMessage("The gradient of the output 'y' has 8 numbers. Received: " + length);
    }
  }

  @Test
  void weight_missingOrOfAnotherShape_isNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InferenceProgram.compile(dense, Map.of(), 1, OPTIONS))
        .withMessage("The network needs a weight 'matrix' of shape (3, 2). Received: none");
    Map<String, Tensor> turned = Map.of("matrix", Tensor.zeros(2, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InferenceProgram.compile(dense, turned, 1, OPTIONS))
        .withMessage("The network needs a weight 'matrix' of shape (3, 2). Received: (2, 3)");
  }

  @Test
  void batchSize_below1_isRefused() {
    for (int size : new int[] {0, -1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> InferenceProgram.compile(dense, weights, size, OPTIONS))
          .withMessage("batchSize must be at least 1. Received: batchSize=" + size);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> TrainingProgram.compile(dense, weights, Set.of("matrix"), size, OPTIONS))
          .withMessage("batchSize must be at least 1. Received: batchSize=" + size);
    }
  }

  @Test
  void training_withNothingToTrain_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingProgram.compile(dense, weights, Set.of(), 1, OPTIONS))
        .withMessage("Nothing that is trained lies before the output 'y'.");
  }

  @Test
  void training_ofANameThatTheGraphDoesNotHave_passesItOver() {
    Set<String> more = Set.of("matrix", "bias");
    try (TrainingProgram program = TrainingProgram.compile(dense, weights, more, 1, OPTIONS)) {
      assertThat(program.gradients()).containsOnlyKeys("matrix");
    }
  }

  @Test
  void compile_ofWhatTheEngineCannot_namesNodeAndShapes() {
    Graph.Builder builder = new Graph.Builder();
    builder.input("x", ElementType.FLOAT, Shape.of(N, 3, 5, 5));
    builder.input("kernel", ElementType.FLOAT, Shape.of(7, 3, 2, 2));
    builder.node("conv", new Conv(new Window(2, 2, 1, 1, Padding.NONE)), "x", "kernel");
    Graph kernelGiven = builder.build(List.of("conv"));
    assertThatThrownBy(() -> InferenceProgram.compile(kernelGiven, Map.of(), 2, OPTIONS))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith(
            "Cannot compile 'conv' (Conv of [(2, 3, 5, 5), (7, 3, 2, 2)] to (2, 7, 4, 4)): ")
        .hasMessageContaining("'kernel'");
  }

  @Test
  void compile_ofABroadcastOfBothOperands_namesNodeAndShapes() {
    Graph.Builder builder = new Graph.Builder();
    builder.input("x", ElementType.FLOAT, Shape.of(N, 3, 1));
    builder.parameter("w", Shape.of(1, 4));
    builder.node("sum", new Add(), "x", "w");
    Graph both = builder.build(List.of("sum"));
    assertThatThrownBy(
            () -> InferenceProgram.compile(both, Map.of("w", Tensor.zeros(1, 4)), 2, OPTIONS))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("Cannot compile 'sum' (Add of [(2, 3, 1), (1, 4)] to (2, 3, 4)): ");
  }

  @Test
  void compile_ofWhatDoesNotFitIntoMemory_fails() {
    Graph.Builder builder = new Graph.Builder();
    builder.input("x", ElementType.FLOAT, Shape.of(N, 1000, 1000, 1000));
    builder.node("y", new Relu(), "x");
    Graph huge = builder.build(List.of("y"));
    assertThatThrownBy(() -> InferenceProgram.compile(huge, Map.of(), 1_000_000, OPTIONS))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith(
            "Cannot take memory for the input 'x' of shape (1000000, 1000, 1000, 1000): ");
  }

  @Test
  void step_thatFails_isNamed() {
    Resources.within(
        () -> {
          desc order = Dnnl.rowMajor(Dnnl.F32, Shape.of(2, 3));
          reorder reorder =
              new reorder(new memory(order, Dnnl.ENGINE), new memory(order, Dnnl.ENGINE));
          // A step without its arguments.
          Step step =
              new Step("reorder of 'y' (Gemm of [(2, 3)] to (2, 3))", reorder, new IntMemoryMap());
          assertThatThrownBy(() -> step.run(new stream(Dnnl.ENGINE)))
              .isInstanceOf(EngineException.class)
              .hasMessageStartingWith(
                  "The network failed at reorder of 'y' (Gemm of [(2, 3)] to (2, 3)): ");
          return null;
        });
  }
}
