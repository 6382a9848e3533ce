package dev.kindling.experiments;

import static dev.kindling.layers.ActivationFunction.SIGMOID;
import static dev.kindling.layers.ActivationFunction.SOFTMAX;

import dev.kindling.backbones.EfficientNetLite;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.LabelledFile;
import dev.kindling.data.Part;
import dev.kindling.data.Pictures;
import dev.kindling.data.SkippedFile;
import dev.kindling.engine.EngineVersion;
import dev.kindling.files.ContentHash;
import dev.kindling.image.ImageSize;
import dev.kindling.layers.Activation;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Input;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.tensor.Tensor;
import dev.kindling.version.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

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
    @Nullable Path named = recipe.weights();
    Path weights = named == null ? recipe.backbone().published().fetch(listener::notice) : named;
    Pictures training = load(folder, Part.TRAIN);
    Pictures validation = load(folder, Part.VALIDATION);
    training.requireEachClass();
    if (validation.size() == 0) {
      listener.notice(
          "There are no validation pictures: how the classifier does on new ones is not measured.");
    }
    List<String> labels = folder.labels();
    try (Model backbone = recipe.backbone().features(weights)) {
      String hash = ContentHash.of(Files.readAllBytes(weights));
      double[][] x = features(backbone, training, hash);
      int[] y = classes(labels, training);
      Standardization standardization = Standardization.of(x);
      standardization.apply(x);
      listener.notice("Choosing the penalty by cross-validation among the training pictures.");
      double c = new CrossValidation(x, y, labels.size()).bestC();
      requireGoingOn();
      LogisticRegression regression =
          LogisticRegression.fit(x, y, c, LogisticRegression.zero(x[0].length, labels.size()));
      Sequential network = network(backbone, standardization.into(regression));
      Classifier classifier = new Classifier(labels, recipe.preprocessing(), network);
      Figures figures = validation.size() == 0 ? null : measure(classifier, labels, validation);
      Provenance provenance =
          new Provenance(
              Version.current(),
              EngineVersion.current(),
              Json.write(recipe.toJson(hash, c)),
              options.engine().precision().resolve(),
              options.engine().threads(),
              DataFacts.of(training, validation),
              1,
              figures);
      List<SkippedFile> skipped = new ArrayList<>(training.skipped());
      skipped.addAll(validation.skipped());
      return new TrainingResult(
          classifier.provenance(provenance),
          List.of(),
          training.size(),
          figures,
          skipped,
          (System.nanoTime() - start) / 1e9,
          false);
    }
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

  private Pictures load(ImageFolder folder, Part part) {
    int trainingFiles = folder.files(Part.TRAIN).size();
    int before = part == Part.TRAIN ? 0 : trainingFiles;
    int all = trainingFiles + folder.files(Part.VALIDATION).size();
    ImageSize size = recipe.preprocessing().imageSize();
    Pictures pictures =
        Pictures.load(
            folder.files(part),
            folder.labels(),
            size,
            recipe.preprocessing().interpolation(),
            recipe.preprocessing().decode(),
            options.engine().threads(),
            Math.max(0, options.memoryBytes() - before * size.pixels() * 3),
            read -> {
              requireGoingOn();
              listener.reading(before + read, all);
            });
    pictures.skipped().forEach(listener::skipped);
    return pictures;
  }

  /** Those that are kept from earlier runs are not computed again. */
  private double[][] features(Model backbone, Pictures pictures, String weights) {
    List<String> contents = pictures.hashes();
    double[][] x = new double[pictures.size()][];
    Preprocessing preprocessing = recipe.preprocessing();
    try (KeptFeatures kept =
            new KeptFeatures(options, weights, preprocessing, contents, listener::notice);
        FeatureExtraction extraction =
            new FeatureExtraction(backbone, preprocessing.imageSize(), options.engine())) {
      List<Integer> batch = new ArrayList<>();
      for (int i = 0; i < x.length; i++) {
        requireGoingOn();
        float[] known = kept.of(contents.get(i));
        if (known != null) {
          x[i] = doubles(known);
        } else {
          extraction.add(pictures.load(i));
          batch.add(i);
        }
        if (batch.size() == extraction.batchSize() || (i + 1 == x.length && !batch.isEmpty())) {
          float[][] rows = extraction.run();
          for (int row = 0; row < rows.length; row++) {
            x[batch.get(row)] = doubles(rows[row]);
            kept.put(contents.get(batch.get(row)), rows[row]);
          }
          batch.clear();
        }
        listener.computing(i + 1, x.length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return x;
  }

  private static double[] doubles(float[] row) {
    double[] doubles = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      doubles[i] = row[i];
    }
    return doubles;
  }

  private static int[] classes(List<String> labels, Pictures pictures) {
    return pictures.files().stream().map(LabelledFile::label).mapToInt(labels::indexOf).toArray();
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
    Tensor kernel = Tensor.zeros(EfficientNetLite.FEATURES, logits);
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

  private Figures measure(Classifier classifier, List<String> labels, Pictures validation) {
    int[] classes = classes(labels, validation);
    try (Scoring scoring = new Scoring(classifier, options.engine())) {
      return Measurement.of(
              scoring,
              classes,
              validation::load,
              done -> listener.validating(done, classes.length),
              (index, trouble) -> {
                throw new UncheckedIOException(trouble);
              })
          .figures();
    }
  }
}
