package dev.kindling.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LossTest {

  static final List<JsonNode> CASES = new ArrayList<>();

  static {
    Golden.json("losses/losses.json").get("cases").forEach(CASES::add);
  }

  private static final Loss BINARY = new BinaryCrossentropy();
  private static final Loss CATEGORICAL = new CategoricalCrossentropy();

  @ParameterizedTest
  @FieldSource("CASES")
  void loss_hasKerasValueAndGradient(JsonNode json) {
    Loss loss = loss(json);
    Tensor given = tensor(json, "given", json.get("shape"));
    Tensor labels =
        loss.requireLabels(tensor(json, "labels", json.get("label_shape")), given.shape());
    Tensor weights =
        json.get("weights").isNull() ? null : tensor(json, "weights", json.get("weight_shape"));
    LossValue value =
        json.get("from_logits").booleanValue()
            ? loss.ofLogits(labels, given, weights)
            : loss.ofScores(labels, given, weights);

    // Keras computes in single precision, and its exponentials and logarithms are fast ones.
    double expected = json.get("value").doubleValue();
    assertThat(value.mean()).isCloseTo(expected, within(1e-6 * Math.max(1, expected)));
    Tensor gradient = tensor(json, "gradient", json.get("shape"));
    for (int i = 0; i < gradient.data().length; i++) {
      double slope = gradient.data()[i];
      assertThat((double) value.gradient().data()[i])
          .as("gradient %d", i)
          .isCloseTo(slope, within(2e-7 + 1e-6 * Math.abs(slope)));
    }
  }

  private static Loss loss(JsonNode json) {
    JsonNode options = json.get("options");
    double smoothing = options.path("label_smoothing").asDouble();
    double gamma = options.path("gamma").asDouble(2);
    double alpha = options.path("alpha").asDouble(0.25);
    return switch (json.get("loss").textValue()) {
      case "BinaryCrossentropy" -> new BinaryCrossentropy().labelSmoothing(smoothing);
      case "BinaryFocalCrossentropy" ->
          new BinaryFocalCrossentropy()
              .gamma(gamma)
              .alpha(alpha)
              .applyClassBalancing(options.has("apply_class_balancing"))
              .labelSmoothing(smoothing);
      case "CategoricalCrossentropy" -> new CategoricalCrossentropy().labelSmoothing(smoothing);
      case "CategoricalFocalCrossentropy" ->
          new CategoricalFocalCrossentropy()
              .gamma(gamma)
              .alpha(
                  options.path("alpha").isArray()
                      ? DoubleStream.of(Golden.doubles(options.get("alpha"))).boxed().toList()
                      : List.of(alpha))
              .labelSmoothing(smoothing);
      case "SparseCategoricalCrossentropy" -> new SparseCategoricalCrossentropy();
      default -> new MeanSquaredError();
    };
  }

  private static Tensor tensor(JsonNode json, String name, JsonNode shape) {
    double[] numbers = Golden.doubles(json.get(name));
    Tensor tensor = Tensor.zeros(Shape.of(Golden.ints(shape)));
    for (int i = 0; i < numbers.length; i++) {
      tensor.data()[i] = (float) numbers[i];
    }
    return tensor;
  }

  private static Tensor matrix(int columns, float... numbers) {
    return Tensor.of(Shape.of(numbers.length / columns, columns), numbers);
  }

  @Test
  void scores_areWhatTheHeadMakes() {
    assertThat(BINARY.scores(matrix(1, 0, 100, -100, 1)).data())
        .containsExactly(new float[] {0.5f, 1, 0, 0.7310586f}, within(1e-7f));
    assertThat(CATEGORICAL.scores(matrix(2, 0, 0, 1000, 0, 1, 2)).data())
        .containsExactly(new float[] {0.5f, 0.5f, 1, 0, 0.26894143f, 0.7310586f}, within(1e-7f));
  }

  @Test
  void numbersThatAreNotFinite_giveALossThatIsNot() {
    Tensor one = matrix(1, 1);
    assertThat(BINARY.ofLogits(one, matrix(1, Float.NaN), null).mean()).isNaN();
    assertThat(BINARY.ofScores(one, matrix(1, Float.NaN), null).mean()).isNaN();
    Tensor first = matrix(2, 1, 0);
    assertThat(CATEGORICAL.ofLogits(first, matrix(2, 1, Float.NaN), null).mean()).isNaN();
    assertThat(CATEGORICAL.ofScores(first, matrix(2, Float.NaN, 1), null).mean()).isNaN();
  }

  @Test
  void labels_ofOtherShapesAreRefused() {
    assertThatThrownBy(() -> BINARY.requireLabels(Tensor.zeros(8, 3), Shape.of(8, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Labels of shape (8, 3) do not fit an output of shape (8, 1)")
        .hasMessageContaining("categorical_crossentropy");
    assertThatThrownBy(() -> CATEGORICAL.requireLabels(Tensor.zeros(8), Shape.of(8, 3)))
        .hasMessageContaining("Labels of shape (8,) do not fit an output of shape (8, 3)")
        .hasMessageContaining("a 1 in the column of its class");
    assertThatThrownBy(() -> BINARY.requireLabels(Tensor.zeros(7), Shape.of(8, 1)))
        .hasMessageContaining("(7,)");
    assertThatThrownBy(() -> BINARY.requireLabels(null, Shape.of(8, 1)))
        .hasMessageContaining("no labels");
  }

  @Test
  void labels_outsideOf0And1AreRefused() {
    assertThatThrownBy(() -> BINARY.requireLabels(matrix(1, 0, 1, 2), Shape.of(3, 1)))
        .hasMessageContaining("Received: 2.0");
    assertThatThrownBy(() -> BINARY.requireLabels(matrix(1, Float.NaN), Shape.of(1, 1)))
        .hasMessageContaining("Received: NaN");
  }

  @Test
  void labels_ofOneColumnMayBeFlat() {
    Tensor flat = Tensor.of(Shape.of(3), new float[] {0, 1, 1});
    assertThat(BINARY.requireLabels(flat, Shape.of(3, 1)).shape()).isEqualTo(Shape.of(3, 1));
  }

  @Test
  void outputs_thatDoNotFitAreRefused() {
    assertThatThrownBy(() -> CATEGORICAL.requireOutput(Shape.of(Shape.FREE, 1)))
        .hasMessageContaining("binary_crossentropy")
        .hasMessageContaining("(None, 1)");
    assertThatThrownBy(
            () ->
                new CategoricalFocalCrossentropy()
                    .alpha(List.of(0.5, 0.25))
                    .requireOutput(Shape.of(Shape.FREE, 3)))
        .hasMessageContaining("alpha=[0.5, 0.25]");
    assertThatThrownBy(() -> BINARY.requireOutput(Shape.of(Shape.FREE)))
        .hasMessageContaining("(None,)");
  }
}
