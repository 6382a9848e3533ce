package dev.kindling.regression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.engine.Matrix;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PreconditionerTest {

  private static final int SAMPLES = 500;
  private static final int FEATURES = 40;

  @Test
  void undo_isTheOtherWayRound() {
    try (Matrix x = together();
        Preconditioner preconditioner = new Preconditioner(x, 1)) {
      preconditioner.suit(0.2, 0.01);
      double[][] points = {drawn(2 * (FEATURES + 1), 1), drawn(2 * (FEATURES + 1), 2)};
      double[][] there = {points[0].clone(), points[1].clone()};

      preconditioner.apply(there);
      assertThat(there[0]).isNotEqualTo(points[0]);
      preconditioner.undo(there);

      assertThat(there[0]).containsExactly(points[0], Offset.offset(1e-4)); // products in 32 bits
      assertThat(there[1]).containsExactly(points[1], Offset.offset(1e-4));
    }
  }

  /** Along what all features have in common, a step is to be as much shorter as that is greater. */
  @Test
  void apply_shortensWhatVariesMost() {
    try (Matrix x = together();
        Preconditioner preconditioner = new Preconditioner(x, 1)) {
      preconditioner.suit(1, 1e-6);
      double[] common = new double[FEATURES + 1];
      Arrays.fill(common, 0, FEATURES, 1 / Math.sqrt(FEATURES));
      double[] difference = new double[FEATURES + 1];
      difference[0] = Math.sqrt(0.5);
      difference[1] = -Math.sqrt(0.5);

      preconditioner.apply(new double[][] {common, difference});

      // 4/5 of each feature's variance is common: 40 * 4/5 + 1/5 along all, 1/5 across; of 500
      // samples somewhat less exactly.
      assertThat(length(common)).isCloseTo(1 / Math.sqrt(32.2), Offset.offset(0.05));
      assertThat(length(difference)).isCloseTo(1 / Math.sqrt(0.2), Offset.offset(0.4));
    }
  }

  @Test
  void features_thatAreAlwaysTheSame_areNoDirections() {
    try (Matrix x = new Matrix(SAMPLES, 3)) {
      x.put(new float[SAMPLES * 3]);
      try (Preconditioner preconditioner = new Preconditioner(x, 1)) {
        preconditioner.suit(0.25, 1);
        double[] point = {1, 2, 3, 4};

        preconditioner.apply(new double[][] {point});

        assertThat(point).containsExactly(1, 2, 3, 8);
      }
    }
  }

  /** Features of variance 1 that have most of it in common. */
  private static Matrix together() {
    Random random = new Random(5);
    float[] numbers = new float[SAMPLES * FEATURES];
    for (int i = 0; i < SAMPLES; i++) {
      double common = Math.sqrt(0.8) * random.nextGaussian();
      for (int j = 0; j < FEATURES; j++) {
        numbers[i * FEATURES + j] = (float) (common + Math.sqrt(0.2) * random.nextGaussian());
      }
    }
    for (int j = 0; j < FEATURES; j++) {
      double squares = 0;
      for (int i = j; i < numbers.length; i += FEATURES) {
        squares += numbers[i] * numbers[i];
      }
      for (int i = j; i < numbers.length; i += FEATURES) {
        numbers[i] /= (float) Math.sqrt(squares / SAMPLES);
      }
    }
    Matrix x = new Matrix(SAMPLES, FEATURES);
    x.put(numbers);
    return x;
  }

  private static double[] drawn(int length, long seed) {
    return new Random(seed).doubles(length, -1, 1).toArray();
  }

  private static double length(double[] point) {
    return Math.sqrt(Arrays.stream(point).map(each -> each * each).sum());
  }
}
