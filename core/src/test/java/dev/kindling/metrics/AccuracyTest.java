package dev.kindling.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AccuracyTest {

  @Test
  void oneColumn_isAYesAboveAHalf() {
    float[] labels = {0, 1, 0, 1, 1, 0};
    float[] scores = {0.4f, 0.6f, 0.6f, 0.4f, 0.5f, 0.5f};
    assertThat(Accuracy.correct(labels, scores, 1)).isEqualTo(3);
  }

  @Test
  void severalColumns_areDecidedByTheGreatest_theFirstAmongEquals() {
    float[] labels = {1, 0, 0, /**/ 0, 1, 0, /**/ 0, 0, 1, /**/ 1, 0, 0, /**/ 0, 1, 0};
    float[] scores = {5, 1, 2, /**/ 0, 1, 2, /**/ -3, -2, -1, /**/ 2, 2, 1, /**/ 2, 2, 1};
    assertThat(Accuracy.correct(labels, scores, 3)).isEqualTo(3);
  }

  @Test
  void total_takesFlatLabels() {
    Tensor labels = Tensor.of(Shape.of(2), new float[] {1, 0});
    Tensor scores = Tensor.of(Shape.of(2, 1), new float[] {0.9f, 0.8f});
    assertThat(new Accuracy().total(labels, scores)).isEqualTo(1);
  }

  @Test
  void unequalNumbers_areRefused() {
    assertThatThrownBy(() -> Accuracy.correct(new float[2], new float[3], 1))
        .hasMessageContaining("2 labels, 3 scores");
  }
}
