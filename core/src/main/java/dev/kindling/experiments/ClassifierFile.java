package dev.kindling.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.graph.Graph;
import dev.kindling.graph.Node;
import dev.kindling.models.Model;
import dev.kindling.onnx.OnnxModel;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A classifier as a model file and back (docs/model-format.md). What the file says twice, in its
 * graph and in its metadata, must agree: neither is believed alone.
 */
final class ClassifierFile {

  static final String FORMAT = "kindling.format";
  static final String LABELS = "kindling.labels";
  static final String PREPROCESSING = "kindling.preprocessing";
  static final String LAYERS = "kindling.layers";
  static final String PROVENANCE = "kindling.provenance";

  /** Raised when a file's meaning changes so that an older Kindling would get it wrong. */
  private static final String VERSION = "1";

  private ClassifierFile() {}

  static OnnxModel write(Classifier classifier) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, VERSION);
    metadata.put(LABELS, Json.write(Json.array(classifier.labels())));
    metadata.put(PREPROCESSING, Json.write(classifier.preprocessing().toJson()));
    metadata.put(LAYERS, Json.write(classifier.layers()));
    classifier
        .provenance()
        .ifPresent(provenance -> metadata.put(PROVENANCE, Json.write(provenance.toJson())));
    ClassifierGraph graph = classifier.graph();
    return new OnnxModel(graph.graph(), graph.parameters(classifier.weights()), metadata);
  }

  static Classifier read(OnnxModel file, String name) throws NotAClassifierException {
    Map<String, String> metadata = file.metadata();
    if (!metadata.containsKey(FORMAT)) {
      throw new NotAClassifierException(
          name
              + " is a model, but no classifier of Kindling's: it has no '"
              + FORMAT
              + "' in its metadata. Classifiers are made by training.");
    }
    String version = metadata.get(FORMAT);
    if (!VERSION.equals(version)) {
      throw new NotAClassifierException(
          "%s is of format '%s'; this Kindling reads format %s. A newer one may read it."
              .formatted(name, version, VERSION));
    }
    try {
      return read(file);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new NotAClassifierException(
          "%s is a damaged classifier: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static Classifier read(OnnxModel file) {
    Map<String, Tensor> weights = new LinkedHashMap<>(file.weights());
    ClassifierGraph.CONSTANTS.forEach(weights::remove);
    Classifier classifier =
        new Classifier(
            labels(entry(file, LABELS)),
            Preprocessing.fromJson(entry(file, PREPROCESSING)),
            Model.fromConfig(entry(file, LAYERS), weights),
            provenance(file));
    requireSame(classifier.graph().graph(), file.graph());
    classifier
        .graph()
        .constants()
        .forEach((name, tensor) -> requireSame(name, tensor, file.weights().get(name)));
    return classifier;
  }

  private static JsonNode entry(OnnxModel file, String key) {
    String text = file.metadata().get(key);
    if (text == null) {
      throw new IllegalArgumentException("it has no '" + key + "' in its metadata.");
    }
    return Json.parse(key, text);
  }

  private static List<String> labels(JsonNode json) {
    List<String> labels = new ArrayList<>();
    for (JsonNode label : json) {
      if (!json.isArray() || !label.isTextual()) {
        throw new IllegalArgumentException(LABELS + " must be a list of names.");
      }
      labels.add(label.textValue());
    }
    return labels;
  }

  private static @Nullable Provenance provenance(OnnxModel file) {
    return file.metadata().containsKey(PROVENANCE)
        ? Provenance.fromJson(entry(file, PROVENANCE))
        : null;
  }

  /** Makes sure that a file's graph is the one that the layers in its metadata make. */
  static void requireSame(Graph told, Graph found) {
    requireSame("inputs", told.inputs(), found.inputs());
    requireSame("parameters", told.parameters(), found.parameters());
    requireSame("outputs", told.outputs(), found.outputs());
    for (int i = 0; i < Math.min(told.nodes().size(), found.nodes().size()); i++) {
      Node node = told.nodes().get(i);
      requireSame("node '" + node.name() + "'", node, found.nodes().get(i));
    }
    requireSame("number of nodes", told.nodes().size(), found.nodes().size());
  }

  private static void requireSame(String what, Object told, Object found) {
    if (!told.equals(found)) {
      throw new IllegalArgumentException(
          "its graph is not that of its '%s': the %s should be %s, and is %s"
              .formatted(LAYERS, what, told, found));
    }
  }

  private static void requireSame(String constant, Tensor told, @Nullable Tensor found) {
    if (found == null || !Arrays.equals(told.data(), found.data())) {
      throw new IllegalArgumentException(
          "its parameter '%s' should be %s, and is %s"
              .formatted(
                  constant,
                  Arrays.toString(told.data()),
                  found == null ? "missing" : Arrays.toString(found.data())));
    }
  }
}
