package dev.kindling.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

  // Three of class 0 (one taken for 1), two of class 1 (both right), none of class 2.
  private final ConfusionMatrix matrix =
      ConfusionMatrix.of(3, new int[] {0, 0, 0, 1, 1}, new int[] {0, 1, 0, 1, 1});

  @Test
  void counts_areByTrueThenPredictedClass() {
    assertThat(matrix.toArray()).isDeepEqualTo(new int[][] {{2, 1, 0}, {0, 2, 0}, {0, 0, 0}});
    assertThat(matrix.count(0, 1)).isEqualTo(1);
    assertThat(matrix.samples(0)).isEqualTo(3);
    assertThat(matrix.samples()).isEqualTo(5);
  }

  @Test
  void figures_followFromTheCounts() {
    assertThat(matrix.accuracy()).isEqualTo(0.8);
    assertThat(matrix.precision(1)).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(matrix.recall(0)).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(matrix.f1(0)).isCloseTo(0.8, within(1e-15));
  }

  @Test
  void sharesOfNothing_areNotNumbers() {
    assertThat(matrix.precision(2)).isNaN();
    assertThat(matrix.recall(2)).isNaN();
    assertThat(matrix.f1(2)).isNaN();
    assertThat(ConfusionMatrix.of(2, new int[0], new int[0]).accuracy()).isNaN();
  }

  @Test
  void badInput_isNamed() {
    assertThatThrownBy(() -> ConfusionMatrix.of(2, new int[] {0}, new int[] {2}))
        .hasMessageContaining("Received: 2");
    assertThatThrownBy(() -> ConfusionMatrix.of(2, new int[] {0}, new int[0]))
        .hasMessageContaining("1 samples, 0 predictions");
  }
}
