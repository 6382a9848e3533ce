package dev.kindling.regression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against scikit-learn: core/src/test/golden/regression/logistic_regression.py. */
class LogisticRegressionTest {

  @Test
  void fit_isScikitLearns() {
    for (JsonNode each : Golden.json("regression/logistic_regression.json").get("cases")) {
      float[][] x = rows(each.get("x"));
      int[] y = Golden.ints(each.get("y"));
      LogisticRegression found;
      try (Samples samples = new Samples(y, each.get("classes").intValue(), 1, i -> x[i])) {
        found = fit(samples, each.get("c").doubleValue());
      }

      // What a gradient of 1e-5 leaves, where hardly any penalty makes the valley flat.
      Offset<Double> tolerance = Offset.offset(each.get("c").doubleValue() > 1 ? 2e-2 : 1e-3);
      assertThat(flat(found.weights())).containsExactly(flat(each.get("weights")), tolerance);
      assertThat(found.intercepts())
          .containsExactly(Golden.doubles(each.get("intercepts")), tolerance);
    }
  }

  @Test
  void fit_ofVariants_isThatOfPicturesThatCountOnce() {
    float[][] x = drawn(40, 0.5);
    int[] y = classes(40);
    try (Samples once = new Samples(y, 2, 1, i -> x[i]);
        Samples twice = new Samples(y, 2, 2, i -> x[i % 40])) {
      LogisticRegression of = fit(once, 0.1);

      assertThat(fit(twice, 0.1).weights()[0])
          .containsExactly(of.weights()[0], Offset.offset(1e-4));
    }
  }

  @Test
  void fit_ofWeightedPictures_isThatOfRepeatedOnes() {
    float[][] x = drawn(40, 0.5);
    int[] y = classes(40);
    double[] weights = new double[40];
    Arrays.setAll(weights, i -> 1 + i % 3);
    int[] repeated =
        IntStream.range(0, 40).flatMap(i -> IntStream.generate(() -> i).limit(1 + i % 3)).toArray();
    int[] repeatedY = Arrays.stream(repeated).map(i -> y[i]).toArray();
    try (Samples weighted = new Samples(y, 2, 1, i -> x[i], weights);
        Samples more = new Samples(repeatedY, 2, 1, i -> x[repeated[i]])) {
      LogisticRegression of = fit(more, 0.1);

      assertThat(fit(weighted, 0.1).weights()[0])
          .containsExactly(of.weights()[0], Offset.offset(1e-4));
    }
  }

  @Test
  void balanced_countsClassesAlike() {
    double[] weights = Samples.balanced(new int[] {0, 0, 0, 1}, 2);

    assertThat(weights).containsExactly(2 / 3.0, 2 / 3.0, 2 / 3.0, 2);
  }

  @Test
  void crossValidation_predictsWhatCanBePredicted() {
    assertThat(choice(drawn(400, 4)).predictions().accuracy()).isGreaterThan(0.8);
    assertThat(choice(drawn(60, 0)).predictions().accuracy()).isBetween(0.2, 0.8);
  }

  @Test
  void crossValidation_penalizesNoiseMore() {
    assertThat(choice(drawn(400, 4)).c()).isGreaterThan(choice(drawn(60, 0)).c());
  }

  @Test
  void crossValidation_nearAnyPenalty_findsTheSame() {
    float[][] x = drawn(400, 4);
    try (Samples samples = new Samples(classes(400), 2, 1, i -> x[i])) {
      double c = new CrossValidation(samples, 1).choose(() -> false).c();

      for (double near : new double[] {1e-5, c, 1}) {
        assertThat(new CrossValidation(samples, 1).chooseNear(near, () -> false).c()).isEqualTo(c);
      }
    }
  }

  @Test
  void crossValidation_seesNoVariantOfWhatItPredicts() {
    float[][] noise = drawn(60, 0);
    try (Samples samples = new Samples(classes(60), 2, 3, i -> noise[i % 60])) {
      assertThat(new CrossValidation(samples, 1).choose(() -> false).predictions().accuracy())
          .isBetween(0.2, 0.8);
    }
  }

  @Test
  void crossValidation_withoutEnoughPictures_takesWhatIsUsual() {
    float[][] x = {{1}, {2}, {3}};
    try (Samples samples = new Samples(new int[] {0, 0, 1}, 2, 1, i -> x[i])) {
      assertThat(new CrossValidation(samples, 1).choose(() -> false).c()).isEqualTo(1e-3);
    }
  }

  @Test
  void withoutTime_isWhatWasFoundUntilThen() {
    float[][] x = drawn(40, 4);
    try (Samples samples = new Samples(classes(40), 2, 1, i -> x[i])) {
      CrossValidation.Choice choice = new CrossValidation(samples, 1).choose(() -> true);
      LogisticRegression nothing = LogisticRegression.fit(samples, 1, 1, () -> true);

      assertThat(choice.c()).isEqualTo(1e-5); // the first that is tried
      assertThat(choice.predictions().loss()).isCloseTo(Math.log(2), Offset.offset(1e-9));
      assertThat(nothing.weights()[0]).containsOnly(0.0);
    }
  }

  @Test
  void threads_changeNothing() {
    float[][] x = drawn(300, 4);
    int[] y = IntStream.range(0, 300).map(i -> i % 3).toArray();
    try (Samples samples = new Samples(y, 3, 1, i -> x[i])) {
      CrossValidation.Choice one = new CrossValidation(samples, 1).choose(() -> false);
      CrossValidation.Choice two = new CrossValidation(samples, 2).choose(() -> false);

      assertThat(two.c()).isEqualTo(one.c());
      assertThat(two.predictions().loss())
          .isCloseTo(one.predictions().loss(), Offset.offset(1e-3)); // oneDNN's last bits
    }
  }

  private static LogisticRegression fit(Samples samples, double c) {
    return LogisticRegression.fit(samples, c, 1, () -> false);
  }

  private static CrossValidation.Choice choice(float[][] x) {
    try (Samples samples = new Samples(classes(x.length), 2, 1, i -> x[i])) {
      return new CrossValidation(samples, 1).choose(() -> false);
    }
  }

  private static int[] classes(int samples) {
    return IntStream.range(0, samples).map(i -> i % 2).toArray();
  }

  /** Two hundred numbers of noise a sample; the first tells its class by so many deviations. */
  private static float[][] drawn(int samples, double apart) {
    Random random = new Random(1);
    float[][] x = new float[samples][200];
    for (int i = 0; i < samples; i++) {
      for (int j = 0; j < 200; j++) {
        x[i][j] = (float) random.nextGaussian();
      }
      x[i][0] += (float) (apart * (i % 2));
    }
    return x;
  }

  private static float[][] rows(JsonNode json) {
    float[][] rows = new float[json.size()][];
    for (int i = 0; i < rows.length; i++) {
      double[] row = Golden.doubles(json.get(i));
      rows[i] = new float[row.length];
      for (int j = 0; j < row.length; j++) {
        rows[i][j] = (float) row[j];
      }
    }
    return rows;
  }

  private static double[] flat(JsonNode rows) {
    return IntStream.range(0, rows.size())
        .mapToObj(i -> Golden.doubles(rows.get(i)))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }
}
