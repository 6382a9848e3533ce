package dev.kindling.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.graph.Add;
import dev.kindling.graph.Cast;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Relu;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole networks, in the engine as in the interpreter. */
class NetworksTest {

  /** Seen: 2e-6. */
  private static final double F32 = 1e-5;

  /** Seen: 0.03. */
  private static final double BF16 = 0.1;

  /**
   * Seen: 0.47. Rounding changes which element of a window wins, and with it where a gradient goes;
   * the fewer pictures, the more that weighs. A gradient that is wrong is about 1 off.
   */
  private static final double BF16_BEHIND_POOLING = 0.6;

  private static final EngineOptions OPTIONS = new EngineOptions(Precision.F32, 2);

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void scratch_hasTheInterpretersNumbers(int threads) {
    assertErrors(Networks.comparison(Networks.scratch(27, 24), 3), OPTIONS.threads(threads), F32);
    assertErrors(Networks.comparison(Networks.scratch(24, 31), 1), OPTIONS.threads(threads), F32);
  }

  @Test
  void scratch_inBf16_isNear() {
    Comparison scratch = Networks.comparison(Networks.scratch(27, 24), 3);
    EngineOptions bf16 = OPTIONS.precision(Precision.BF16);
    assertErrors(scratch.inferenceErrors(bf16), BF16);
    assertErrors(scratch.trainingErrors(bf16), BF16_BEHIND_POOLING);
    Set<String> dense = Set.of("layer4_weight", "layer4_bias", "layer5_weight", "layer5_bias");
    assertErrors(scratch.trainingErrors(dense, bf16), BF16);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16"})
  void colours_areScaledAndMovedEachByItsOwn(Precision precision) {
    EngineOptions options = OPTIONS.precision(precision);
    Comparison colours = Networks.comparison(Networks.colours(), 3);
    double limit = precision == Precision.F32 ? F32 : BF16;
    assertErrors(colours.inferenceErrors(options), limit);
    assertErrors(colours.trainingErrors(Set.of("layer1_weight", "layer2_weight"), options), limit);
    assertErrors(colours.trainingErrors(Set.of("scale", "offset", "layer1_bias"), OPTIONS), F32);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16"})
  void values_mayHaveSeveralTakers(Precision precision) {
    double limit = precision == Precision.F32 ? F32 : BF16;
    Comparison shortcuts = Networks.comparison(Networks.shortcuts(), 2);
    assertErrors(shortcuts, OPTIONS.precision(precision), limit);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16"})
  void weights_mayBeSharedByNodes(Precision precision) {
    double limit = precision == Precision.F32 ? F32 : BF16;
    Comparison shared = Networks.comparison(Networks.sharedWeights(), 3);
    assertErrors(shared, OPTIONS.precision(precision), limit);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16"})
  void convolutions_takeInWhatIsBehindThem(Precision precision) {
    double limit = precision == Precision.F32 ? F32 : BF16;
    EngineOptions options = OPTIONS.precision(precision);
    assertErrors(Networks.comparison(Networks.chain(2), 3), options, limit);
    Comparison residual = Networks.comparison(Networks.residual(), 3);
    assertErrors(residual.inferenceErrors(options), limit);
    // In training they take it in where nothing before is trained.
    assertErrors(residual.trainingErrors(Set.of("layer7_weight", "layer7_bias"), options), limit);
    Set<String> kernels = Set.of("layer2_weight", "layer5_weight", "layer6_weight");
    assertErrors(residual.trainingErrors(kernels, OPTIONS), F32);
  }

  @Test
  void otherWeights_giveWhatTheyGiveCompiledAnew() {
    Graph graph = Networks.residual();
    Comparison one = Networks.comparison(graph, 2);
    Map<String, Tensor> other = new HashMap<>();
    one.weights().forEach((name, tensor) -> other.put(name, turned(tensor)));
    try (InferenceProgram kept = InferenceProgram.compile(graph, one.weights(), 2, OPTIONS);
        InferenceProgram anew = InferenceProgram.compile(graph, other, 2, OPTIONS)) {
      kept.takeWeights(other);
      float[] expected = scores(anew, one.floats("picture"));
      assertThat(scores(kept, one.floats("picture"))).isEqualTo(expected);
      kept.takeWeights(one.weights());
      assertThat(scores(kept, one.floats("picture"))).isNotEqualTo(expected);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> kept.takeWeights(Map.of()))
          .withMessageContaining("needs a weight");
    }
  }

  @Test
  void trainedConvolutions_takeInWhatTheyAreNow() {
    Graph graph = Networks.residual();
    Comparison one = Networks.comparison(graph, 2);
    Map<String, Tensor> weights = new HashMap<>(one.weights());
    Tensor kernel = turned(Objects.requireNonNull(one.weights().get("layer2_weight")));
    weights.put("layer2_weight", kernel);
    Set<String> trained = Set.of("layer2_weight");
    try (TrainingProgram program = TrainingProgram.compile(graph, weights, trained, 2, OPTIONS)) {
      float[] before = trainingScores(program, one.floats("picture"));
      System.arraycopy(turned(kernel).data(), 0, kernel.data(), 0, kernel.data().length);
      float[] moved = trainingScores(program, one.floats("picture"));

      assertThat(moved).isNotEqualTo(before);
      try (TrainingProgram anew = TrainingProgram.compile(graph, weights, trained, 2, OPTIONS)) {
        assertThat(trainingScores(anew, one.floats("picture"))).isEqualTo(moved);
      }
    }
  }

  private static float[] trainingScores(TrainingProgram program, float[] pictures) {
    float[] scores = new float[8];
    program.feed(0, pictures);
    program.forward(1);
    program.fetch(0, scores);
    return scores;
  }

  /** The same numbers in the opposite order. */
  private static Tensor turned(Tensor tensor) {
    Tensor turned = Tensor.zeros(tensor.shape());
    int last = tensor.data().length - 1;
    for (int i = 0; i <= last; i++) {
      turned.data()[i] = tensor.data()[last - i];
    }
    return turned;
  }

  private static float[] scores(InferenceProgram program, float[] pictures) {
    float[] scores = new float[8];
    program.feed(0, pictures);
    program.run();
    program.fetch(0, scores);
    return scores;
  }

  private static void assertErrors(Comparison comparison, EngineOptions options, double limit) {
    assertErrors(comparison.inferenceErrors(options), limit);
    assertErrors(comparison.trainingErrors(options), limit);
  }

  private static void assertErrors(Map<String, Double> errors, double limit) {
    errors.forEach((what, error) -> assertThat(error).as(what).isLessThanOrEqualTo(limit));
  }

  @Test
  void training_givesGradientsOfTheTrainableOnly() {
    Comparison scratch = Networks.comparison(Networks.scratch(24, 24), 2);
    List<Set<String>> trainable =
        List.of(
            Set.of("layer5_weight", "layer5_bias"),
            Set.of("layer2_weight"),
            Set.of("layer1_bias"),
            Set.of("layer1_weight", "layer3_bias", "layer4_weight"));
    for (Set<String> some : trainable) {
      assertErrors(scratch.trainingErrors(some, OPTIONS), F32);
    }
  }

  @Test
  void outputs_mayLieInsideTheNetwork() {
    Graph inside =
        Networks.shortcuts().upTo(List.of("layer3", "layer1", "relu", "layer2", "pooled", "flat"));
    Comparison comparison = Networks.comparison(inside, 2);
    assertErrors(comparison.inferenceErrors(OPTIONS), F32);
  }

  @Test
  void output_mayBeAnInput() {
    Graph.Builder builder = new Graph.Builder();
    builder.input("bytes", ElementType.UINT8, Shape.of(Shape.FREE, 5));
    Graph graph = builder.build(List.of("bytes"));
    assertErrors(new Comparison(graph, 3).inferenceErrors(OPTIONS), 0);
  }

  @Test
  void bytes_areNumbersFrom0To255() {
    Graph.Builder builder = new Graph.Builder();
    builder.input("bytes", ElementType.UINT8, Shape.of(Shape.FREE, 256));
    builder.node("numbers", new Cast(), "bytes");
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    try (InferenceProgram program =
        InferenceProgram.compile(builder.build(List.of("numbers")), Map.of(), 1, OPTIONS)) {
      program.feed(0, all);
      program.run();
      float[] numbers = new float[256];
      program.fetch(0, numbers);
      for (int i = 0; i < 256; i++) {
        assertThat(numbers[i]).isEqualTo(i);
      }
    }
  }

  @Test
  void feed_ofFewerRows_leavesTheRest() {
    Graph.Builder builder = new Graph.Builder();
    builder.input("x", ElementType.FLOAT, Shape.of(Shape.FREE, 2));
    builder.node("y", new Relu(), "x");
    try (InferenceProgram program =
        InferenceProgram.compile(builder.build(List.of("y")), Map.of(), 3, OPTIONS)) {
      program.feed(0, new float[] {1, 2, 3, 4, 5, 6});
      program.feed(0, new float[] {7, 8});
      program.run();
      float[] all = new float[6];
      program.fetch(0, all);
      assertThat(all).containsExactly(7, 8, 3, 4, 5, 6);
      float[] first = new float[2];
      program.fetch(0, first);
      assertThat(first).containsExactly(7, 8);
    }
  }

  @Test
  void rows_doNotDependOnTheBatchTheyAreIn() {
    Comparison three = Networks.comparison(Networks.scratch(24, 24), 3);
    Comparison one = Networks.comparison(three.graph, 1);
    byte[] pictures = three.bytes("image");
    float[] together = new float[3];
    try (InferenceProgram program =
        InferenceProgram.compile(three.graph, one.weights(), 3, OPTIONS)) {
      program.feed(0, pictures);
      program.run();
      program.fetch(0, together);
    }
    try (InferenceProgram program =
        InferenceProgram.compile(one.graph, one.weights(), 1, OPTIONS)) {
      for (int i = 0; i < 3; i++) {
        int size = 24 * 24 * 3;
        program.feed(0, Arrays.copyOfRange(pictures, i * size, (i + 1) * size));
        program.run();
        float[] alone = new float[1];
        program.fetch(0, alone);
        assertThat(alone[0]).isCloseTo(together[i], within(1e-6f));
      }
    }
  }

  @Test
  void training_takesTheWeightsCurrentNumbers_inferenceThoseOfItsCompilation() {
    Graph.Builder builder = new Graph.Builder();
    builder.input("x", ElementType.FLOAT, Shape.of(Shape.FREE, 1));
    builder.parameter("shift", Shape.of(1));
    builder.node("y", new Add(), "x", "shift");
    Graph graph = builder.build(List.of("y"));
    Tensor shift = Tensor.of(Shape.of(1), new float[] {10});
    Map<String, Tensor> weights = Map.of("shift", shift);
    float[] sum = new float[1];
    try (TrainingProgram training =
            TrainingProgram.compile(graph, weights, Set.of("shift"), 1, OPTIONS);
        InferenceProgram inference = InferenceProgram.compile(graph, weights, 1, OPTIONS)) {
      shift.data()[0] = 20;
      training.feed(0, new float[] {1});
      training.forward(0);
      training.fetch(0, sum);
      assertThat(sum).containsExactly(21);
      inference.feed(0, new float[] {1});
      inference.run();
      inference.fetch(0, sum);
      assertThat(sum).containsExactly(11);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16"})
  void numbers_areTheSameEachTime(Precision precision) {
    Comparison scratch = Networks.comparison(Networks.scratch(40, 40), 4);
    for (int threads : new int[] {1, 2}) {
      EngineOptions options = new EngineOptions(precision, threads);
      List<float[]> first = trainingNumbers(scratch, options);
      for (int again = 0; again < 3; again++) {
        assertThat(trainingNumbers(scratch, options))
            .usingElementComparator(Arrays::compare)
            .isEqualTo(first);
      }
    }
  }

  /** The output and the gradients of the second of two equal steps, which is like the first. */
  private static List<float[]> trainingNumbers(Comparison comparison, EngineOptions options) {
    try (TrainingProgram program =
        TrainingProgram.compile(
            comparison.graph,
            comparison.weights(),
            comparison.graph.parameters().keySet(),
            comparison.batch,
            options)) {
      List<float[]> first = step(comparison, program);
      List<float[]> second = step(comparison, program);
      assertThat(second).usingElementComparator(Arrays::compare).isEqualTo(first);
      return second;
    }
  }

  private static List<float[]> step(Comparison comparison, TrainingProgram program) {
    List<float[]> numbers = new ArrayList<>();
    comparison.feed(program);
    program.forward(1);
    float[] score = new float[comparison.batch];
    program.fetch(0, score);
    numbers.add(score);
    program.backward(new float[] {1, -2, 3, -4});
    program.gradients().values().forEach(gradient -> numbers.add(gradient.data().clone()));
    return numbers;
  }
}
