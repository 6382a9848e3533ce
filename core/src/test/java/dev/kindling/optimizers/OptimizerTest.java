package dev.kindling.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class OptimizerTest {

  private static final JsonNode GOLDEN = Golden.json("optimizers/optimizers.json");

  static final List<JsonNode> CASES = new ArrayList<>();

  static {
    GOLDEN.get("cases").forEach(CASES::add);
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void update_movesWeightsAsKerasToTheLastBit_20Steps(JsonNode json) {
    float[] slope = Golden.floats(GOLDEN.get("slope"));
    float[] noise = Golden.floats(GOLDEN.get("noise"));
    float[] expected = Golden.floats(json.get("weights"));
    int count = slope.length;

    Optimizer optimizer = optimizer(json.get("optimizer").textValue(), json.get("options"));
    float[] weights = Arrays.copyOf(expected, count);
    float[] gradients = new float[count];
    float[][] slots = new float[optimizer.slots()][count];
    for (int step = 0; step < noise.length / count; step++) {
      for (int i = 0; i < count; i++) {
        gradients[i] = weights[i] * slope[i] + noise[step * count + i];
      }
      optimizer.update(weights, gradients, slots);
      assertThat(weights)
          .as("after step %d", step)
          .containsExactly(Arrays.copyOfRange(expected, (step + 1) * count, (step + 2) * count));
    }
  }

  private static Optimizer optimizer(String kind, JsonNode options) {
    if (kind.equals("RMSprop")) {
      RMSprop keras = new RMSprop();
      return keras
          .learningRate(options.path("learning_rate").asDouble(keras.learningRate()))
          .rho(options.path("rho").asDouble(keras.rho()))
          .epsilon(options.path("epsilon").asDouble(keras.epsilon()));
    }
    SGD keras = new SGD();
    return keras
        .learningRate(options.path("learning_rate").asDouble(keras.learningRate()))
        .momentum(options.path("momentum").asDouble(keras.momentum()))
        .nesterov(options.path("nesterov").asBoolean(keras.nesterov()));
  }

  @Test
  void update_leavesWeightsWithoutGradientAlone() {
    for (Optimizer optimizer : List.of(new RMSprop(), new SGD().momentum(0.9))) {
      float[] weights = {1, -2};
      optimizer.update(weights, new float[2], new float[optimizer.slots()][2]);
      assertThat(weights).containsExactly(1, -2);
    }
  }

  @Test
  void options_outOfRangeAreRefused() {
    assertThatThrownBy(() -> new RMSprop().learningRate(0))
        .hasMessageContaining("learningRate=0.0");
    assertThatThrownBy(() -> new RMSprop().learningRate(Double.NaN))
        .hasMessageContaining("learningRate=NaN");
    assertThatThrownBy(() -> new RMSprop().rho(1.1)).hasMessageContaining("rho=1.1");
    assertThatThrownBy(() -> new RMSprop().epsilon(-1)).hasMessageContaining("epsilon=-1.0");
    assertThatThrownBy(() -> new SGD().momentum(2)).hasMessageContaining("momentum=2.0");
  }
}
