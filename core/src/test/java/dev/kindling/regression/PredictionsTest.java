package dev.kindling.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PredictionsTest {

  private static final Predictions TWO =
      new Predictions(new float[][] {{2}, {-1}, {0.5f}}, new int[] {1, 1, 0});

  @Test
  void twoClasses_haveOneLogit_thatOfTheSecond() {
    assertThat(TWO.losses()[0]).isCloseTo(Math.log(1 + Math.exp(-2)), within(1e-12));
    assertThat(TWO.losses()[1]).isCloseTo(Math.log(1 + Math.exp(1)), within(1e-12));
    assertThat(TWO.losses()[2]).isCloseTo(Math.log(1 + Math.exp(0.5)), within(1e-12));
    assertThat(TWO.accuracy()).isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void moreClasses_haveALogitEach() {
    Predictions three = new Predictions(new float[][] {{1, 3, 2}, {4, 0, 0}}, new int[] {1, 2});
    double sum = Math.exp(1) + Math.exp(3) + Math.exp(2);

    assertThat(three.losses()[0]).isCloseTo(Math.log(sum) - 3, within(1e-12));
    assertThat(three.accuracy()).isEqualTo(0.5);
    assertThat(three.logits()[0]).containsExactly(1, 3, 2);
  }

  @Test
  void someOfThem_andMeansWithOthers() {
    Predictions others = new Predictions(new float[][] {{0.5f}, {4}}, new int[] {0, 1});

    Predictions means = TWO.of(new int[] {2, 0}).mean(others);

    assertThat(means.logits()[0]).containsExactly(0.5f);
    assertThat(means.logits()[1]).containsExactly(3);
    assertThat(means.classOf()).containsExactly(0, 1);
  }

  @Test
  void accuracyOfClasses_countsSmallOnesAsMuch() {
    Predictions uneven =
        new Predictions(new float[][] {{1}, {2}, {3}, {-1}, {1}}, new int[] {1, 1, 1, 0, 0});

    assertThat(uneven.accuracy()).isEqualTo(0.8);
    assertThat(uneven.accuracyOfClasses()).isEqualTo(0.75);
  }

  @Test
  void calibration_isTheFactorOfTheLeastLoss() {
    Predictions careful =
        new Predictions(new float[][] {{0.8f}, {0.8f}, {0.8f}, {0.8f}}, new int[] {1, 1, 1, 0});

    // Three of four are right, so each should be log 3.
    assertThat(careful.calibration()).isCloseTo(Math.log(3) / 0.8, within(1e-3));
    assertThat(careful.scaled(2).calibration()).isCloseTo(Math.log(3) / 1.6, within(1e-3));
    assertThat(careful.scaled(2).logits()[3]).containsExactly(1.6f);
  }

  @Test
  void calibration_hasBounds_whereAllAreRightOrWrong() {
    float[][] logits = {{2, 1, 0}, {0, 3, 1}};

    assertThat(new Predictions(logits, new int[] {0, 1}).calibration()).isCloseTo(2, within(1e-3));
    assertThat(new Predictions(logits, new int[] {2, 0}).calibration())
        .isCloseTo(0.5, within(1e-3));
  }

  @Test
  void nothingPredicted_hasNoFigures() {
    assertThat(Predictions.NONE.loss()).isNaN();
    assertThat(Predictions.NONE.accuracy()).isNaN();
    assertThat(Predictions.NONE.accuracyOfClasses()).isNaN();
    assertThatThrownBy(() -> new Predictions(new float[1][1], new int[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
