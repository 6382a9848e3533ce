package dev.kindling.experiments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.models.Model;
import dev.kindling.onnx.OnnxModel;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trained classifier as data: the names of its classes, what is done to pictures, its layers and
 * weights, and where it came from. All of it stands in one {@code .onnx} file.
 *
 * <p>It computes nothing and holds no native memory; {@link Scoring} computes with it, and {@link
 * #model()} makes of it a network to be trained on. Immutable.
 */
public final class Classifier {

  /** Far more classes than folders of pictures come in. */
  private static final int MOST_LABELS = 100_000;

  private final List<String> labels;
  private final Preprocessing preprocessing;
  private final ObjectNode layers;
  private final Map<String, Tensor> weights;
  private final @Nullable Provenance provenance;
  private final ClassifierGraph graph;

  /**
   * The classifier that a model is at this moment; later training does not change it.
   *
   * @param labels the names of the classes, each once, in the order of the model's outputs; for a
   *     model with one output, the class of 0 and then the class of 1
   * @throws IllegalArgumentException if labels, preprocessing and model do not fit together
   */
  public Classifier(List<String> labels, Preprocessing preprocessing, Model model) {
    this(labels, preprocessing, model, null);
  }

  Classifier(
      List<String> labels,
      Preprocessing preprocessing,
      Model model,
      @Nullable Provenance provenance) {
    this.graph = ClassifierGraph.of(model, preprocessing);
    this.labels = requireLabels(labels, graph.classes());
    this.preprocessing = preprocessing;
    this.layers = model.toConfig();
    this.weights = Collections.unmodifiableMap(model.getWeights());
    this.provenance = provenance;
  }

  private Classifier(Classifier other, Provenance provenance) {
    this.graph = other.graph;
    this.labels = other.labels;
    this.preprocessing = other.preprocessing;
    this.layers = other.layers;
    this.weights = other.weights;
    this.provenance = provenance;
  }

  /** This classifier with its origin. */
  Classifier provenance(Provenance provenance) {
    return new Classifier(this, provenance);
  }

  private static List<String> requireLabels(List<String> labels, int classes) {
    if (labels.size() != classes) {
      throw new IllegalArgumentException(
          "A model that tells %d classes apart needs as many labels. Received: %d"
              .formatted(classes, labels.size()));
    }
    if (classes > MOST_LABELS) {
      throw new IllegalArgumentException(
          "A classifier has at most %d classes. Received: %d".formatted(MOST_LABELS, classes));
    }
    LinkedHashSet<String> unique = new LinkedHashSet<>();
    for (String label : labels) {
      if (label.isBlank() || !unique.add(label)) {
        throw new IllegalArgumentException(
            "Each label must be a name of its own. Received: '%s'%s"
                .formatted(label, label.isBlank() ? "" : " twice"));
      }
    }
    return List.copyOf(labels);
  }

  /**
   * Opens a classifier's file.
   *
   * @throws NotAClassifierException if the file is a model, but no classifier, or one whose parts
   *     are at odds
   * @throws IOException if the file cannot be read, or is no model; the message names it
   */
  public static Classifier open(Path file) throws IOException {
    return ClassifierFile.read(OnnxModel.read(file), file.toString());
  }

  /**
   * Writes the classifier's file, whole or not at all. Equal classifiers give equal bytes.
   *
   * @throws IOException if that fails; an older file of that name then stays as it was
   */
  public void save(Path file) throws IOException {
    toOnnx().write(file);
  }

  /** What {@link #save} writes: the network, its weights, and what Kindling knows of them. */
  public OnnxModel toOnnx() {
    return ClassifierFile.write(this);
  }

  /** The names of the classes, in the order of the scores. */
  public List<String> labels() {
    return labels;
  }

  /** What is done to pictures before the network sees them. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** Where the classifier came from; empty if it was not trained by a recipe. */
  public Optional<Provenance> provenance() {
    return Optional.ofNullable(provenance);
  }

  /** A new model with these layers and a copy of these weights, to be trained on or looked at. */
  public Model model() {
    return Model.fromConfig(layers, weights);
  }

  ClassifierGraph graph() {
    return graph;
  }

  ObjectNode layers() {
    return layers;
  }

  Map<String, Tensor> weights() {
    return weights;
  }
}
