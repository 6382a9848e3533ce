package dev.kindling.experiments;

import static dev.kindling.layers.ActivationFunction.SIGMOID;
import static dev.kindling.layers.ActivationFunction.SOFTMAX;

import dev.kindling.engine.EngineOptions;
import dev.kindling.graph.ElementType;
import dev.kindling.graph.Graph;
import dev.kindling.layers.Activation;
import dev.kindling.layers.Add;
import dev.kindling.layers.Concatenate;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Input;
import dev.kindling.layers.KerasTensor;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.regression.LogisticRegression;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A logistic regression as the last layers of a network: behind one backbone, or behind several
 * side by side that look at the same picture.
 */
final class RegressionNetwork {

  private static final String LOGITS = "logits";
  private static final String TUNED = "tuned";
  private static final String TUNED_LOGITS = "tuned_logits";

  private final LogisticRegression regression;
  private final int features;
  private final int logits;

  RegressionNetwork(LogisticRegression regression) {
    this.regression = regression;
    this.features = regression.weights()[0].length;
    this.logits = regression.intercepts().length;
  }

  /**
   * A regression as a layer has it.
   *
   * @param kernel {@code (features, logits)}
   * @param factor by which the layer's logits are multiplied
   */
  static RegressionNetwork of(Tensor kernel, Tensor bias, double factor) {
    int logits = bias.shape().size(0);
    int features = kernel.shape().size(0);
    double[][] weights = new double[logits][features];
    double[] intercepts = new double[logits];
    for (int k = 0; k < logits; k++) {
      for (int j = 0; j < features; j++) {
        weights[k][j] = factor * kernel.data()[j * logits + k];
      }
      intercepts[k] = factor * bias.data()[k];
    }
    return new RegressionNetwork(new LogisticRegression(weights, intercepts));
  }

  /** How many numbers it gives: one for two classes, else one for each. */
  int logits() {
    return logits;
  }

  /**
   * The backbones with the regression on top: two classes are told apart by one output.
   *
   * @param backbones of pictures of the same size; the regression takes their features in this
   *     order
   */
  Model behind(List<Model> backbones) {
    Model network = backbones.size() == 1 ? behind(backbones.get(0)) : beside(backbones);
    Map<String, Tensor> weights = new LinkedHashMap<>(network.getWeights());
    weights.putAll(weights(LOGITS, 1));
    network.setWeights(weights);
    return network;
  }

  /**
   * The same, where each logit is the mean of this regression's and another one's.
   *
   * @param tuned what the other one stands behind
   */
  Model behind(List<Model> backbones, RegressionNetwork other, Model tuned) {
    Shape picture = tuned.inputShape();
    KerasTensor input = KerasTensor.input(picture.size(1), picture.size(2), picture.size(3));
    KerasTensor own = new Dense(logits).apply(LOGITS, seen(backbones, input));
    KerasTensor others = new Dense(logits).apply(TUNED_LOGITS, tuned.apply(TUNED, input));
    Model network = new Model(input, activation().apply(new Add().apply(own, others)));
    Map<String, Tensor> weights = new LinkedHashMap<>(network.getWeights());
    weights.putAll(weights(LOGITS, 0.5));
    weights.putAll(other.weights(TUNED_LOGITS, 0.5));
    network.setWeights(weights);
    return network;
  }

  private Sequential behind(Model backbone) {
    Shape picture = backbone.inputShape();
    return new Sequential()
        .add(new Input(picture.size(1), picture.size(2), picture.size(3)))
        .add(backbone)
        .add(LOGITS, new Dense(logits))
        .add(activation());
  }

  private Model beside(List<Model> backbones) {
    Shape picture = backbones.get(0).inputShape();
    KerasTensor input = KerasTensor.input(picture.size(1), picture.size(2), picture.size(3));
    KerasTensor output =
        activation().apply(new Dense(logits).apply(LOGITS, seen(backbones, input)));
    return new Model(input, output);
  }

  private static KerasTensor seen(List<Model> backbones, KerasTensor input) {
    List<KerasTensor> seen = new ArrayList<>();
    for (Model backbone : backbones) {
      seen.add(backbone.apply(input));
    }
    return seen.size() == 1
        ? seen.get(0)
        : new Concatenate().apply(seen.toArray(KerasTensor[]::new));
  }

  private Activation activation() {
    return new Activation(logits == 1 ? SIGMOID : SOFTMAX);
  }

  /**
   * The weights of a layer that does as it does.
   *
   * @param layer its name
   * @param factor by which the logits are multiplied
   */
  Map<String, Tensor> weights(String layer, double factor) {
    Tensor kernel = Tensor.zeros(features, logits);
    Tensor bias = Tensor.zeros(logits);
    for (int k = 0; k < logits; k++) {
      for (int j = 0; j < features; j++) {
        kernel.data()[j * logits + k] = (float) (factor * regression.weights()[k][j]);
      }
      bias.data()[k] = (float) (factor * regression.intercepts()[k]);
    }
    return Map.of(layer + "/kernel", kernel, layer + "/bias", bias);
  }

  /**
   * How the network does on pictures whose features are known: what it would be measured at if it
   * saw the pictures.
   */
  Figures measure(float[][] x, int[] classOf, EngineOptions options) {
    Sequential head = new Sequential().add(new Input(features)).add(LOGITS, new Dense(logits));
    head.setWeights(weights(LOGITS, 1));
    Graph.Builder graph = new Graph.Builder();
    String value = graph.input("features", ElementType.FLOAT, Shape.of(Shape.FREE, features));
    value = head.appendTo(graph, value);
    float[][] computed = new float[x.length][];
    try (PictureNetwork network =
        new PictureNetwork(graph.build(List.of(value)), head.getWeights(), options)) {
      Arrays.setAll(computed, row -> network.of(x[row], 0, x[row].length)[0]);
    }
    return Measurement.ofLogits(computed, classOf);
  }
}
