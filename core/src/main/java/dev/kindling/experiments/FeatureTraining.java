package dev.kindling.experiments;

import static dev.kindling.layers.ActivationFunction.SIGMOID;
import static dev.kindling.layers.ActivationFunction.SOFTMAX;

import dev.kindling.backbones.PublishedWeights;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.Pictures;
import dev.kindling.files.ContentHash;
import dev.kindling.image.ImageSize;
import dev.kindling.layers.Activation;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Input;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * The recipe {@code features} carried out: the features of the training pictures, standardized; the
 * penalty chosen by cross-validation among them; a logistic regression; and all of it put together
 * as one network. Validation pictures are looked at once, at the end, to measure.
 */
public final class FeatureTraining implements Experiment {

  private final Path data;
  private final FeaturesRecipe recipe;
  private final RunOptions options;
  private final TrainingListener listener;
  private volatile boolean stopping;

  /**
   * A run.
   *
   * @param data a folder as {@link ImageFolder} describes it
   */
  public FeatureTraining(
      Path data, FeaturesRecipe recipe, RunOptions options, TrainingListener listener) {
    this.data = data;
    this.recipe = recipe;
    this.options = options;
    this.listener = listener;
  }

  @Override
  public TrainingResult run() throws IOException {
    long start = System.nanoTime();
    ImageFolder folder = ImageFolder.open(data);
    folder.requireTrainable();
    folder.notices().forEach(listener::notice);
    Path weights = weights();
    RunPictures pictures =
        RunPictures.load(folder, recipe.preprocessing(), options, listener, this::requireGoingOn);
    List<String> labels = folder.labels();
    try (Model backbone = recipe.backbone().features(weights)) {
      String hash = ContentHash.of(weights);
      double[][] x = features(backbone, pictures.training(), hash);
      int[] y = pictures.classes(pictures.training());
      StandardScaler scaler = StandardScaler.of(x);
      scaler.apply(x);
      listener.notice("Choosing the penalty by cross-validation among the training pictures.");
      double c = new CrossValidation(x, y, labels.size()).bestC();
      requireGoingOn();
      LogisticRegression regression =
          LogisticRegression.fit(x, y, c, LogisticRegression.zero(x[0].length, labels.size()));
      Sequential network = network(backbone, scaler.into(regression));
      Classifier classifier = new Classifier(labels, recipe.preprocessing(), network);
      Figures figures = pictures.measure(classifier, options, listener);
      Provenance provenance =
          Provenance.of(recipe.toJson(hash, c), options.engine(), pictures.facts(), 1, figures);
      return new TrainingResult(
          classifier.provenance(provenance),
          List.of(),
          pictures.training().size(),
          figures,
          pictures.skipped(),
          (System.nanoTime() - start) / 1e9,
          false);
    }
  }

  private Path weights() throws IOException {
    Path named = recipe.weights();
    if (named != null) {
      return named;
    }
    PublishedWeights published = recipe.backbone().published();
    return options.offline() ? published.offline() : published.fetch(listener::notice);
  }

  @Override
  public void stop() {
    stopping = true;
  }

  private void requireGoingOn() {
    if (stopping) {
      throw new CancellationException("Stopped before there was a classifier.");
    }
  }

  /** Those that are kept from earlier runs are not computed again. */
  private double[][] features(Model backbone, Pictures pictures, String weights) {
    List<String> contents = pictures.hashes();
    double[][] x = new double[pictures.size()][];
    List<Integer> missing = new ArrayList<>();
    try (KeptFeatures kept =
        new KeptFeatures(options, weights, recipe.preprocessing(), contents, listener::notice)) {
      for (int i = 0; i < x.length; i++) {
        float[] known = kept.of(contents.get(i));
        if (known == null) {
          missing.add(i);
        } else {
          x[i] = doubles(known);
        }
      }
      if (!missing.isEmpty()) { // To compile the network takes a while, too.
        compute(backbone, pictures, missing, kept, x);
      }
    }
    return x;
  }

  private void compute(
      Model backbone, Pictures pictures, List<Integer> missing, KeptFeatures kept, double[][] x) {
    try (FeatureExtraction extraction =
        new FeatureExtraction(backbone, recipe.backbone().imageSize(), options.engine())) {
      int known = x.length - missing.size();
      for (int from = 0; from < missing.size(); from += extraction.batchSize()) {
        int to = Math.min(missing.size(), from + extraction.batchSize());
        List<Integer> batch = missing.subList(from, to);
        for (int picture : batch) {
          requireGoingOn();
          extraction.add(pictures.load(picture));
        }
        float[][] rows = extraction.run();
        for (int row = 0; row < rows.length; row++) {
          x[batch.get(row)] = doubles(rows[row]);
          kept.put(pictures.hashes().get(batch.get(row)), rows[row]);
        }
        listener.computing(known + to, x.length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] doubles(float[] row) {
    double[] doubles = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      doubles[i] = row[i];
    }
    return doubles;
  }

  /** The backbone with the regression on top: two classes are told apart by one output. */
  private Sequential network(Model backbone, LogisticRegression regression) {
    ImageSize size = recipe.backbone().imageSize();
    int logits = regression.intercepts().length;
    Sequential network = new Sequential();
    network.add(new Input(size.height(), size.width(), 3));
    network.add(backbone);
    network.add("logits", new Dense(logits));
    network.add(new Activation(logits == 1 ? SIGMOID : SOFTMAX));
    Map<String, Tensor> weights = new LinkedHashMap<>(network.getWeights());
    Tensor kernel = Tensor.zeros(recipe.backbone().featureCount(), logits);
    Tensor bias = Tensor.zeros(logits);
    for (int k = 0; k < logits; k++) {
      for (int j = 0; j < kernel.shape().size(0); j++) {
        kernel.data()[j * logits + k] = (float) regression.weights()[k][j];
      }
      bias.data()[k] = (float) regression.intercepts()[k];
    }
    weights.put("logits/kernel", kernel);
    weights.put("logits/bias", bias);
    network.setWeights(weights);
    return network;
  }
}
