package dev.kindling.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.image.ImageSize;
import dev.kindling.models.Model;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks in two parts. */
class OutlineTest {

  private static final ImageSize SIZE = new ImageSize(64, 64);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "efficientnet-lite0",
        "vgg16",
        "resnet18",
        "resnet50",
        "mobilenet-v2",
        "mobilenet-v3-small",
        "efficientnet-b0",
        "convnext-tiny"
      })
  void twoParts_doWhatTheWholeDoes(String id) {
    Outline outline = Backbone.find(id).outline(SIZE, Pixels.TORCH);
    int blocks = outline.blocks().size();
    for (int last : new int[] {1, blocks / 3, blocks - 1}) {
      String cut = outline.endBefore(last);
      try (Model whole = outline.maps();
          Model before = outline.upTo(cut);
          Model after = outline.mapsAfter(cut);
          Model features = outline.upTo(Outline.FEATURES);
          Model featuresAfter = outline.featuresAfter(cut)) {
        Map<String, Tensor> weights = whole.initialize(3).getWeights();
        EngineOptions f32 = EngineOptions.defaults().precision(Precision.F32);
        whole.engine(f32);
        for (Model each : new Model[] {before, after, features, featuresAfter}) {
          each.engine(f32);
          each.setWeights(those(weights, each));
        }
        Tensor x = pictures();
        Tensor between = before.predict(x);

        assertThat(after.predict(between).data())
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(whole.predict(x).data());
        assertThat(featuresAfter.predict(between).data())
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(features.predict(x).data());
      }
    }
  }

  private static Map<String, Tensor> those(Map<String, Tensor> weights, Model of) {
    Map<String, Tensor> those = new LinkedHashMap<>();
    of.getWeights().keySet().forEach(name -> those.put(name, weight(weights, name)));
    return those;
  }

  private static Tensor weight(Map<String, Tensor> weights, String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  private static Tensor pictures() {
    NumpyRandom random = new NumpyRandom(1);
    float[] numbers = new float[2 * 64 * 64 * 3];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.uniform(0, 255);
    }
    return Tensor.of(Shape.of(2, 64, 64, 3), numbers);
  }

  @Test
  void nothingOrAll_cannotBeCutOff() {
    Outline outline = Vgg.VGG16.outline();

    assertThatThrownBy(() -> outline.endBefore(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 blocks");
    assertThatThrownBy(() -> outline.endBefore(5)).isInstanceOf(IllegalArgumentException.class);
    assertThat(outline.endBefore(1)).isEqualTo("block4_pool");
  }
}
