package dev.kindling.layers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import org.junit.jupiter.api.Test;

class InitializerTest {

  @Test
  void glorotUniform_hasKerasBounds() {
    for (JsonNode kernel : Golden.json("layers/initializers.json").get("cases")) {
      Shape shape = Shape.of(Golden.ints(kernel.get("shape")));
      double greatest = kernel.get("greatest").doubleValue();
      double drawn = greatestOf(shape, 1 + 200_000 / (int) shape.elements());
      // Both lie just within the bound.
      assertThat(drawn).as("%s", shape).isBetween(0.999 * greatest, 1.001 * greatest);
    }
  }

  private static double greatestOf(Shape shape, int draws) {
    NumpyRandom random = new NumpyRandom(1);
    double greatest = 0;
    for (int i = 0; i < draws; i++) {
      for (float weight : drawn(shape, random)) {
        greatest = Math.max(greatest, Math.abs(weight));
      }
    }
    return greatest;
  }

  @Test
  void glorotUniform_isCentredAndDiffersBySeed() {
    Shape shape = Shape.of(100, 100);
    float[] weights = drawn(shape, new NumpyRandom(1));
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    assertThat(sum / weights.length).isBetween(-0.003, 0.003);
    assertThat(drawn(shape, new NumpyRandom(1))).isEqualTo(weights);
    assertThat(drawn(shape, new NumpyRandom(2))).isNotEqualTo(weights);
  }

  @Test
  void zeros_overwrite() {
    Tensor bias = Tensor.of(Shape.of(3), new float[] {1, 2, 3});
    Initializers.ZEROS.fill(bias, bias.shape(), new NumpyRandom(1));
    assertThat(bias.data()).containsOnly(0);
  }

  private static float[] drawn(Shape shape, NumpyRandom random) {
    Tensor parameter = Tensor.zeros(shape);
    Initializers.GLOROT_UNIFORM.fill(parameter, shape, random);
    return parameter.data();
  }
}
