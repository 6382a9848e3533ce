package dev.kindling.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AccuracyTest {

  private static double accuracy(Tensor labels, Tensor scores) {
    Metric.Count count = new Accuracy().begin();
    count.add(labels, scores, null);
    return count.result();
  }

  @Test
  void oneColumn_isAYesAboveAHalf() {
    Tensor labels = Tensor.of(Shape.of(6, 1), new float[] {0, 1, 0, 1, 1, 0});
    float[] scores = {0.4f, 0.6f, 0.6f, 0.4f, 0.5f, 0.5f};
    assertThat(accuracy(labels, Tensor.of(Shape.of(6, 1), scores))).isEqualTo(0.5);
    assertThat(accuracy(labels.reshape(6), Tensor.of(Shape.of(6, 1), scores))).isEqualTo(0.5);
  }

  @Test
  void severalColumns_areDecidedByTheGreatest_theFirstAmongEquals() {
    float[] labels = {1, 0, 0, /**/ 0, 1, 0, /**/ 0, 0, 1, /**/ 1, 0, 0, /**/ 0, 1, 0};
    Tensor scores =
        Tensor.of(
            Shape.of(5, 3),
            new float[] {5, 1, 2, /**/ 0, 1, 2, /**/ -3, -2, -1, /**/ 2, 2, 1, /**/ 2, 2, 1});
    assertThat(accuracy(Tensor.of(Shape.of(5, 3), labels), scores)).isEqualTo(0.6);
    Tensor classes = Tensor.of(Shape.of(5), new float[] {0, 1, 2, 0, 1});
    assertThat(accuracy(classes, scores)).isEqualTo(0.6);
  }
}
