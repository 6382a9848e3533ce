package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.engine.Precision;
import dev.kindling.onnx.OnnxModel;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose parts are at odds, or whose metadata is hostile. */
class ClassifierFileTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final OnnxModel sound =
      new Classifier(List.of("cat", "dog"), Networks.PREPROCESSING, Networks.small(2, 1))
          .provenance(
              new Provenance(
                  "0.1.0",
                  "oneDNN 3.11.0",
                  Json.write(Recipe.scratch().toJson()),
                  Precision.F32,
                  2,
                  new DataFacts("5f0c", 20, 8),
                  50,
                  0,
                  new Figures(0.5, 0.75, 8)))
          .toOnnx();

  private static Classifier open(OnnxModel model) throws Exception {
    return ClassifierFile.read(OnnxModel.read(model.toBytes(), "model.onnx"), "model.onnx");
  }

  private OnnxModel with(String key, UnaryOperator<String> change) {
    Map<String, String> metadata = new LinkedHashMap<>(sound.metadata());
    metadata.compute(key, (k, value) -> change.apply(value));
    return new OnnxModel(sound.graph(), sound.weights(), metadata);
  }

  @Test
  void modelFromElsewhere_isToldFromAClassifier() {
    OnnxModel plain = new OnnxModel(sound.graph(), sound.weights(), Map.of());
    assertThatThrownBy(() -> open(plain))
        .isInstanceOf(NotAClassifierException.class)
        .hasMessageContaining("model.onnx is a model, but no classifier of Kindling's");
  }

  @Test
  void laterFormat_isNamed() {
    assertThatThrownBy(() -> open(with("kindling.format", value -> "2")))
        .hasMessageContaining("model.onnx is of format '2'; this Kindling reads format 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kindling.labels | ['cat','dog'] | ['cat'] | needs as many labels. Received: 1",
        "kindling.labels | ['cat','dog'] | ['cat','cat'] | 'cat' twice",
        "kindling.labels | ['cat','dog'] | {'cat':'dog'} | kindling.labels must be a list of names",
        "kindling.labels | ] | | kindling.labels is no JSON",
        "kindling.preprocessing | [8,10] | [10,8] | pictures of 8x10",
        "kindling.preprocessing | [8,10] | [80000,100000] | at most 4194304 pixels",
        "kindling.preprocessing | nearest | lagrange | must be one of [nearest, box, bilinear, ",
        "kindling.preprocessing | {' | {'mean':1,' | an entry that is not known here: 'mean'",
        "kindling.preprocessing | 'rescale':0.00392156862745098 | 'rescale':1.0 | parameter 'rescale' should be [1.0], and is [0.003921569]",
        "kindling.layers | 'relu' | 'linear' | its graph is not that of its 'kindling.layers'",
        "kindling.layers | 'rate':0.5 | 'rate':0.25 | node 'dropout' should be",
        "kindling.layers | 'filters':4 | 'filters':5 | conv2d/kernel",
        "kindling.layers | 'units':1, | 'units':2000000000, | dense/kernel",
        "kindling.layers | 'sigmoid' | 'softmax' | ends in a sigmoid with one output",
      })
  void metadataAtOddsWithTheGraph_isNamed(String key, String from, String to, String message) {
    String old = from.replace('\'', '"');
    String changed = to == null ? "" : to.replace('\'', '"');
    OnnxModel model = with(key, value -> value.replace(old, changed));
    assertThat(model.metadata().get(key)).isNotEqualTo(sound.metadata().get(key));
    assertThatThrownBy(() -> open(model))
        .isInstanceOf(NotAClassifierException.class)
        .hasMessageStartingWith("model.onnx is a damaged classifier: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kindling.labels", "kindling.preprocessing", "kindling.layers"})
  void missingMetadata_isNamed(String key) {
    assertThatThrownBy(() -> open(with(key, value -> null))).hasMessageContaining("no '" + key);
  }

  @Test
  void deepJson_isRefused() {
    assertThatThrownBy(() -> open(with("kindling.layers", value -> "[".repeat(100_000))))
        .isInstanceOf(NotAClassifierException.class)
        .hasMessageContaining("kindling.layers is no JSON");
  }

  @Test
  void changedConstant_isNamed() {
    Map<String, Tensor> weights = new LinkedHashMap<>(sound.weights());
    weights.put("two_columns", Tensor.of(Shape.of(1, 2), new float[] {1, -1}));
    OnnxModel model = new OnnxModel(sound.graph(), weights, sound.metadata());
    assertThatThrownBy(() -> open(model))
        .hasMessageContaining("parameter 'two_columns' should be [-1.0, 1.0], and is [1.0, -1.0]");
  }

  /** Every entry in turn becomes something else: an error or a classifier, and nothing more. */
  @ParameterizedTest
  @CsvSource({
    "kindling.layers, 500",
    "kindling.labels, 8",
    "kindling.preprocessing, 30",
    "kindling.provenance, 40"
  })
  void anyEntry_mayBeAnything(String key, int leastRefused) throws Exception {
    JsonNode entry = MAPPER.readTree(sound.metadata().get(key));
    int refused = 0;
    for (String odd : List.of("null", "-1", "1e300", "\"x\"", "[]", "{}", "true", "[1,[2]]")) {
      for (String changed : replaced(entry, MAPPER.readTree(odd))) {
        try {
          open(with(key, value -> changed));
        } catch (NotAClassifierException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThanOrEqualTo(leastRefused);
  }

  @Test
  void provenanceOfALaterVersion_endsNothing() throws Exception {
    OnnxModel later =
        with(
            "kindling.provenance",
            value ->
                "{\"machine\":1,"
                    + value.substring(1).replace("{\"name\":\"scratch\"", "{\"name\":\"other\""));
    Provenance provenance = open(later).provenance().orElseThrow();
    assertThat(provenance.recipe()).startsWith("{\"name\":\"other\"");
  }

  /** The tree as text, once for each entry, with that entry replaced. */
  private static List<String> replaced(JsonNode tree, JsonNode by) {
    List<String> results = new ArrayList<>();
    replace(tree, tree, by, results);
    return results;
  }

  private static void replace(JsonNode root, JsonNode at, JsonNode by, List<String> results) {
    if (at instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
        JsonNode old = entry.getValue();
        object.set(entry.getKey(), by);
        results.add(root.toString());
        object.set(entry.getKey(), old);
        replace(root, old, by, results);
      }
    } else if (at instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode old = array.get(i);
        array.set(i, by);
        results.add(root.toString());
        array.set(i, old);
        replace(root, old, by, results);
      }
    }
  }
}
