package dev.kindling.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.tensor.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class InterpreterTest {

  private static final double STEP = 1e-6;

  /** About how many elements of an array are tried, spread over it. */
  private static final int TRIED = 50;

  static final List<OpCase> CASES = OpCase.ALL;

  @Test
  void cases_holdEveryOperator() {
    Set<Class<?>> tested = new HashSet<>();
    CASES.forEach(each -> tested.add(each.op().getClass()));
    assertThat(tested).containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void gradients_areThoseOfFiniteDifferences(OpCase each) {
    assertGradients(each, Set.of());
    if (each.op() instanceof BatchNormalization) {
      assertGradients(each, each.graph().parameters().keySet());
    }
  }

  private static void assertGradients(OpCase each, Set<String> trained) {
    Graph graph = each.graph();
    Map<String, Doubles> given = Given.random(graph, each.batch(), 1);
    Map<String, Doubles> masks = Given.masks(graph, each.batch(), 2);
    Interpreter run = Interpreter.run(graph, given, masks, trained);
    Doubles weight = Doubles.random(run.value("y").shape(), new Random(3));
    Interpreter.Gradients gradients = run.gradients("y", weight);

    given.forEach(
        (name, numbers) -> {
          int every = 1 + numbers.data().length / TRIED;
          for (int i = 0; i < numbers.data().length; i += every) {
            double above =
                weightedSum(graph, changed(given, name, numbers, i, STEP), masks, trained, weight);
            double below =
                weightedSum(graph, changed(given, name, numbers, i, -STEP), masks, trained, weight);
            assertThat(gradients.by(name).data()[i])
                .as("the gradient by element %d of %s", i, name)
                .isCloseTo((above - below) / (2 * STEP), within(1e-7));
          }
        });
  }

  private static Map<String, Doubles> changed(
      Map<String, Doubles> given, String name, Doubles before, int element, double by) {
    double[] numbers = before.data().clone();
    numbers[element] += by;
    Map<String, Doubles> changed = new HashMap<>(given);
    changed.put(name, new Doubles(before.shape(), numbers));
    return changed;
  }

  private static double weightedSum(
      Graph graph,
      Map<String, Doubles> given,
      Map<String, Doubles> masks,
      Set<String> trained,
      Doubles weight) {
    double[] numbers = Interpreter.run(graph, given, masks, trained).value("y").data();
    double sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      sum += weight.data()[i] * numbers[i];
    }
    return sum;
  }

  @Test
  void dropout_withoutAMask_changesNothing() {
    Graph graph = new OpCase(new Dropout(0.5), 2, List.of(Shape.of(Shape.FREE, 3))).graph();
    Interpreter run = Interpreter.run(graph, Given.random(graph, 2, 1));
    assertThat(run.value("y").data()).isEqualTo(run.value("x0").data());
  }

  @Test
  void maxPool_ofEqualElements_givesTheGradientToTheFirst() {
    Graph graph =
        new OpCase(
                new MaxPool(new Window(2, 2, 2, 2, Padding.NONE)),
                1,
                List.of(Shape.of(Shape.FREE, 1, 2, 2)))
            .graph();
    Doubles equal = new Doubles(Shape.of(1, 1, 2, 2), 1, 5, 5, 5);
    Interpreter run = Interpreter.run(graph, Map.of("x0", equal));
    Doubles one = new Doubles(Shape.of(1, 1, 1, 1), 1);
    assertThat(run.gradients("y", one).by("x0").data()).containsExactly(0, 1, 0, 0);
  }

  @Test
  void value_usedTwice_getsTheSumOfBothGradients() {
    Graph.Builder builder = new Graph.Builder();
    builder.input("x", ElementType.FLOAT, Shape.of(Shape.FREE));
    builder.node("square", new Mul(), "x", "x");
    builder.node("y", new Add(), "square", "x");
    Graph graph = builder.build(List.of("y"));
    Interpreter run = Interpreter.run(graph, Map.of("x", new Doubles(Shape.of(1), 3)));
    assertThat(run.value("y").data()).containsExactly(12);
    Doubles one = new Doubles(Shape.of(1), 1);
    assertThat(run.gradients("y", one).by("x").data()).containsExactly(7);
  }

  @Test
  void given_ofAnotherShape_isRefused() {
    Graph graph = new OpCase(new Relu(), 2, List.of(Shape.of(Shape.FREE, 3))).graph();
    Map<String, Doubles> wrong = Map.of("x0", new Doubles(Shape.of(2, 4), new double[8]));
    assertThatThrownBy(() -> Interpreter.run(graph, wrong))
        .hasMessage("'x0' has the shape (None, 3). Received: (2, 4)");
  }
}
