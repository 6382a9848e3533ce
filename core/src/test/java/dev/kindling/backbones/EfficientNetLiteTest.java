package dev.kindling.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.image.ImageSize;
import dev.kindling.models.Model;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.Weights;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against the PyTorch package of that name: core/src/test/golden/backbones/efficientnet_lite.py.
 */
class EfficientNetLiteTest {

  private static final JsonNode GOLDEN = Golden.json("backbones/efficientnet_lite.json");

  @ParameterizedTest
  @EnumSource
  void features_areThoseOfTheReference(EfficientNetLite variant) throws IOException {
    int side = GOLDEN.get("side").intValue();
    int number = variant.name().charAt("LITE".length()) - '0';
    NumpyRandom random = new NumpyRandom(number);
    try (Model model = outline(variant, side).upTo(Outline.FEATURES)) {
      load(model, outline(variant, side), draw(model, random));
      model.engine(EngineOptions.defaults().precision(Precision.F32));
      Tensor picture = Tensor.zeros(1, side, side, 3);
      for (int i = 0; i < picture.data().length; i++) {
        picture.data()[i] = (float) random.randint(0, 256);
      }

      float[] features = model.predict(picture).data();

      assertThat(features).hasSize(EfficientNetLite.FEATURES);
      JsonNode expected = GOLDEN.at("/cases/" + number + "/features");
      for (int i = 0; i < expected.size(); i++) {
        assertThat((double) features[i * GOLDEN.get("every").intValue()])
            .isCloseTo(expected.get(i).doubleValue(), within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void load_namesWhatDoesNotFit(EfficientNetLite variant) {
    try (Model model = outline(variant, 32).upTo(Outline.FEATURES)) {
      Map<String, Tensor> state = draw(model, new NumpyRandom(1));
      state.remove("_bn0.running_mean");
      state.put("_conv_head.weight", Tensor.zeros(3));

      assertThatThrownBy(() -> load(model, outline(variant, 32), state))
          .hasMessageContaining("_bn0.running_mean is missing")
          .hasMessageContaining("_conv_head.weight is (3,), not (1280, ");
    }
  }

  private static Outline outline(EfficientNetLite variant, int side) {
    return variant.outline(new ImageSize(side, side), Pixels.LITE);
  }

  private static void load(Model model, Outline outline, Map<String, Tensor> state)
      throws IOException {
    ForeignWeights.of(Weights.of(state), ForeignWeights.Source.TORCH).load(model, outline, false);
  }

  /** As the script draws them: name after name in sorted order. */
  private static Map<String, Tensor> draw(Model model, NumpyRandom random) {
    Map<String, Shape> shapes = new TreeMap<>();
    model
        .getWeights()
        .forEach((name, now) -> shapes.put(ForeignWeights.torchName(name), now.shape()));
    Map<String, Tensor> state = new HashMap<>();
    shapes.forEach(
        (name, shape) -> {
          Tensor weight = Tensor.zeros(shape);
          int fanIn = shape.elements() > 0 ? (int) (shape.elements() / shape.size(0)) : 1;
          for (int i = 0; i < weight.data().length; i++) {
            double value;
            if (shape.rank() == 4) {
              value = random.uniform(-1, 1) * Math.sqrt(6.0 / fanIn);
            } else if (name.endsWith("running_var") || name.endsWith("weight")) {
              value = random.uniform(0.5, 1.5);
            } else {
              value = random.uniform(-0.5, 0.5);
            }
            weight.data()[i] = (float) value;
          }
          state.put(name, weight);
        });
    return state;
  }
}
