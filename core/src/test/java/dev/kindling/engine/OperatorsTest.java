package dev.kindling.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.graph.Op;
import dev.kindling.graph.OpCase;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every operator, in the engine as in the interpreter: values and gradients. */
class OperatorsTest {

  static final List<OpCase> CASES = OpCase.ALL;

  private static final double F32 = 1e-5;

  /** Seen: 2e-2, but for the gradient by a single bias, whose sum nearly cancels: 5.4e-2. */
  private static final double BF16 = 8e-2;

  @Test
  void cases_holdEveryOperator() {
    Set<Class<?>> tested = new HashSet<>();
    CASES.forEach(each -> tested.add(each.op().getClass()));
    assertThat(tested).containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("CASES")
  void operator_alone(OpCase each) {
    assertErrors(F32, new Comparison(each.graph(), each.batch()).inferenceErrors(f32(1)));
    assertErrors(F32, new Comparison(each.graph(), each.batch()).inferenceErrors(f32(2)));
    assertErrors(BF16, new Comparison(each.graph(), each.batch()).inferenceErrors(bf16(2)));
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("CASES")
  void operator_inTraining(OpCase each) {
    Comparison comparison = new Comparison(each.behindSums(), each.batch());
    assertErrors(F32, comparison.trainingErrors(f32(1)));
    assertErrors(F32, comparison.trainingErrors(f32(2)));
    assertErrors(BF16, comparison.trainingErrors(bf16(2)));
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("CASES")
  void operator_amidLayers(OpCase each) {
    Comparison comparison = new Comparison(each.amidLayers(), each.batch());
    assertErrors(F32, comparison.inferenceErrors(f32(2)));
    assertErrors(F32, comparison.trainingErrors(f32(1)));
    assertErrors(F32, comparison.trainingErrors(f32(2)));
    assertErrors(BF16, comparison.inferenceErrors(bf16(2)));
    assertErrors(BF16, comparison.trainingErrors(bf16(2)));
  }

  private static EngineOptions f32(int threads) {
    return new EngineOptions(Precision.F32, threads);
  }

  private static EngineOptions bf16(int threads) {
    return new EngineOptions(Precision.BF16, threads);
  }

  private static void assertErrors(double limit, Map<String, Double> errors) {
    errors.forEach((what, error) -> assertThat(error).as(what).isLessThanOrEqualTo(limit));
  }
}
