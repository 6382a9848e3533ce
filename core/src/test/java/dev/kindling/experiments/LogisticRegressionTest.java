package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against scikit-learn: core/src/test/golden/experiments/logistic_regression.py. */
class LogisticRegressionTest {

  @Test
  void fit_isScikitLearns() {
    for (JsonNode each : Golden.json("experiments/logistic_regression.json").get("cases")) {
      double[][] x = rows(each.get("x"));
      int[] y = Golden.ints(each.get("y"));
      LogisticRegression zero =
          LogisticRegression.zero(x[0].length, each.get("classes").intValue());

      LogisticRegression found = LogisticRegression.fit(x, y, each.get("c").doubleValue(), zero);

      // What a gradient of 1e-5 leaves, where hardly any penalty makes the valley flat.
      Offset<Double> tolerance = Offset.offset(each.get("c").doubleValue() > 1 ? 2e-2 : 1e-3);
      assertThat(flat(found.weights())).containsExactly(flat(rows(each.get("weights"))), tolerance);
      assertThat(found.intercepts())
          .containsExactly(Golden.doubles(each.get("intercepts")), tolerance);
    }
  }

  @Test
  void crossValidation_penalizesNoiseMore() {
    double[][] clear = new double[60][3];
    double[][] noise = new double[60][3];
    int[] y = new int[60];
    Random random = new Random(1);
    for (int i = 0; i < y.length; i++) {
      y[i] = i % 2;
      for (int j = 0; j < 3; j++) {
        noise[i][j] = random.nextGaussian();
        clear[i][j] = 6 * y[i] + random.nextGaussian();
      }
    }

    double forNoise = new CrossValidation(noise, y, 2).bestC();

    assertThat(new CrossValidation(clear, y, 2).bestC()).isGreaterThan(forNoise);
  }

  @Test
  void crossValidation_withoutEnoughPictures_takesWhatIsUsual() {
    double[][] x = {{1}, {2}, {3}};
    assertThat(new CrossValidation(x, new int[] {0, 0, 1}, 2).bestC()).isEqualTo(1e-3);
  }

  private static double[][] rows(JsonNode json) {
    double[][] rows = new double[json.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Golden.doubles(json.get(i));
    }
    return rows;
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }
}
