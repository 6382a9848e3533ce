package dev.kindling.backbones;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against torchvision: core/src/test/golden/backbones/torchvision.py. Equal means within 1e-4 of
 * the greatest number: sums are taken in another order through some fifty layers.
 */
class TorchvisionTest {

  private static final JsonNode GOLDEN = Golden.json("backbones/torchvision.json");
  private static final double F32 = 1e-4;

  static Stream<JsonNode> cases() {
    Stream.Builder<JsonNode> cases = Stream.builder();
    GOLDEN.get("cases").forEach(cases);
    return cases.build();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void network_isThatOfTheReference(JsonNode expected) throws IOException {
    Backbone backbone = Backbone.find(expected.get("backbone").textValue());
    int side = GOLDEN.get("side").intValue();
    Outline outline = backbone.outline(new ImageSize(side, side), backbone.pixels(false));
    boolean whole = expected.has("logits");
    try (Model model = whole ? logits(outline) : outline.upTo(Outline.FEATURES);
        Model features = outline.upTo(Outline.FEATURES)) {
      NumpyRandom random = new NumpyRandom(expected.get("seed").intValue());
      ForeignWeights weights =
          ForeignWeights.of(Weights.of(draw(model, random)), ForeignWeights.Source.TORCH);
      Tensor picture = Tensor.zeros(1, side, side, 3);
      for (int i = 0; i < picture.data().length; i++) {
        picture.data()[i] = (float) random.randint(0, 256);
      }

      weights.load(features, outline, false);
      assertThat(features.outputShape()).isEqualTo(Shape.of(Shape.FREE, backbone.featureCount()));
      assertNear(expected.get("features"), predict(features, picture));
      if (whole) {
        weights.load(model, outline, false);
        assertNear(expected.get("logits"), predict(model, picture));
      }
    }
  }

  /** Up to what the probabilities are made of. */
  private static Model logits(Outline outline) {
    return outline.upTo(outline.head().get(outline.head().size() - 2));
  }

  private static float[] predict(Model model, Tensor picture) {
    model.engine(EngineOptions.defaults().precision(Precision.F32));
    return model.predict(picture).data();
  }

  private static void assertNear(JsonNode expected, float[] given) {
    double greatest = 1;
    for (JsonNode each : expected) {
      greatest = Math.max(greatest, Math.abs(each.doubleValue()));
    }
    int every = GOLDEN.get("every").intValue();
    assertThat(expected.size()).isEqualTo((given.length + every - 1) / every);
    for (int i = 0; i < expected.size(); i++) {
      assertThat((double) given[i * every])
          .isCloseTo(expected.get(i).doubleValue(), within(F32 * greatest));
    }
  }

  /** As the script draws them: name after name in sorted order. */
  private static Map<String, Tensor> draw(Model model, NumpyRandom random) {
    Map<String, Shape> shapes = new TreeMap<>();
    boolean named = !model.name().equals("vgg16");
    String[] modules = {"0", "2", "5", "7", "10", "12", "14", "17", "19", "21", "24", "26", "28"};
    int module = 0;
    for (Map.Entry<String, Tensor> weight : model.getWeights().entrySet()) {
      String name = ForeignWeights.torchName(weight.getKey());
      if (!named) { // Keras's names here, torchvision's there
        String kind = name.substring(name.lastIndexOf('.'));
        name = "features." + modules[module] + kind;
        module += kind.equals(".bias") ? 1 : 0;
      }
      Shape shape = weight.getValue().shape();
      boolean matrix = shape.rank() == 2;
      shapes.put(name, matrix ? Shape.of(shape.size(1), shape.size(0)) : shape);
    }
    Map<String, Tensor> state = new HashMap<>();
    shapes.forEach((name, shape) -> state.put(name, draw(name, shape, random)));
    return new TreeMap<>(state);
  }

  private static Tensor draw(String name, Shape shape, NumpyRandom random) {
    Tensor weight = Tensor.zeros(shape);
    boolean kernel = shape.rank() > 1 && !name.endsWith("layer_scale");
    double bound = kernel ? Math.sqrt(6.0 / ((double) shape.elements() / shape.size(0))) : 0;
    for (int i = 0; i < weight.data().length; i++) {
      double value;
      if (kernel) {
        value = random.uniform(-1, 1) * bound;
      } else if (name.endsWith("running_var")) {
        value = random.uniform(0.5, 1.5);
      } else if (name.endsWith("weight")) {
        value = random.uniform(0.3, 0.7);
      } else {
        value = random.uniform(-0.5, 0.5);
      }
      weight.data()[i] = (float) value;
    }
    return weight;
  }
}
