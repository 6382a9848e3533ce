package dev.kindling.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.Golden;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class MetricTest {

  private static final JsonNode GOLDEN = Golden.json("metrics/metrics.json");

  static final List<JsonNode> CASES = new ArrayList<>();

  static {
    GOLDEN.get("cases").forEach(CASES::add);
  }

  /** After each of several batches, as the metric runs. Keras counts in single precision. */
  @ParameterizedTest
  @FieldSource("CASES")
  void results_areKeras(JsonNode json) {
    Metric metric = metric(json.get("metric").textValue(), json.get("options"));
    assertThat(metric.name()).isEqualTo(json.get("name").textValue());
    Metric.Count count = metric.begin();
    assertThat(count.result()).isEqualTo(0);
    int i = 0;
    for (JsonNode batch : GOLDEN.get("batches").get(json.get("batches").textValue())) {
      Tensor weights = json.get("weighted").booleanValue() ? tensor(batch.get("weights")) : null;
      count.add(tensor(batch.get("labels")), tensor(batch.get("scores")), weights);
      double expected = json.get("results").get(i++).doubleValue();
      assertThat(count.result()).as("batch %d", i).isCloseTo(expected, within(1e-6));
    }
  }

  private static Metric metric(String kind, JsonNode options) {
    double threshold = options.path("threshold").asDouble(options.path("thresholds").asDouble(0.5));
    int k = options.path("k").asInt(5);
    Integer classId = options.has("class_id") ? options.get("class_id").intValue() : null;
    return switch (kind) {
      case "accuracy" -> new Accuracy();
      case "BinaryAccuracy" -> new BinaryAccuracy(threshold);
      case "CategoricalAccuracy" -> new CategoricalAccuracy();
      case "SparseCategoricalAccuracy" -> new SparseCategoricalAccuracy();
      case "TopKCategoricalAccuracy" -> new TopKCategoricalAccuracy(k);
      case "SparseTopKCategoricalAccuracy" -> new SparseTopKCategoricalAccuracy(k);
      case "Precision" -> new Precision(threshold, classId);
      case "Recall" -> new Recall(threshold, classId);
      case "F1Score" ->
          new F1Score(
              F1Score.Average.valueOf(options.get("average").textValue().toUpperCase(Locale.ROOT)),
              options.has("threshold") ? threshold : null);
      default ->
          new AUC(
              options.path("num_thresholds").asInt(200),
              AUC.Curve.valueOf(options.path("curve").asText("ROC")));
    };
  }

  private static Tensor tensor(JsonNode json) {
    return Tensor.of(Shape.of(Golden.ints(json.get("shape"))), Golden.floats(json.get("data")));
  }

  @Test
  void labels_ofTheOtherKindAreRefused() {
    Tensor scores = Tensor.zeros(4, 3);
    List<Metric> each =
        List.of(
            new CategoricalAccuracy(),
            new TopKCategoricalAccuracy(),
            new BinaryAccuracy(),
            new Precision(),
            new Recall(),
            new F1Score(),
            new AUC());
    for (Metric metric : each) {
      assertThatThrownBy(() -> metric.begin().add(Tensor.zeros(4), scores, null))
          .hasMessageStartingWith(metric.name() + " takes a label for each score")
          .hasMessageContaining("labels of shape (4,), scores of shape (4, 3)");
    }
    for (Metric metric :
        List.of(new SparseCategoricalAccuracy(), new SparseTopKCategoricalAccuracy())) {
      assertThatThrownBy(() -> metric.begin().add(Tensor.zeros(4, 3), scores, null))
          .hasMessageStartingWith(metric.name() + " takes the number of a class for each row");
    }
    assertThatThrownBy(() -> new Accuracy().begin().add(Tensor.zeros(4, 2), scores, null))
        .hasMessageContaining("(4, 2)");
  }

  @Test
  void options_outOfRangeAreRefused() {
    assertThatThrownBy(() -> new TopKCategoricalAccuracy(0)).hasMessageContaining("k=0");
    assertThatThrownBy(() -> new AUC().numThresholds(1)).hasMessageContaining("numThresholds=1");
  }
}
