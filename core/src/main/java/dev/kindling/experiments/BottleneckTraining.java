package dev.kindling.experiments;

import static dev.kindling.layers.ActivationFunction.RELU;
import static dev.kindling.layers.ActivationFunction.SIGMOID;
import static dev.kindling.layers.ActivationFunction.SOFTMAX;

import dev.kindling.backbones.PublishedWeights;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.Pictures;
import dev.kindling.files.ContentHash;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Dropout;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.layers.Regularizer;
import dev.kindling.metrics.Accuracy;
import dev.kindling.models.FitOptions;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The recipe {@code bottleneck} carried out: what the network's last convolutions give for every
 * picture, the layers on top trained on that, and all of it put together as one network.
 */
public final class BottleneckTraining implements Experiment {

  private final Path data;
  private final BottleneckRecipe recipe;
  private final RunOptions options;
  private final TrainingListener listener;
  private volatile boolean stopping;
  private volatile @Nullable Sequential model;

  /**
   * A run.
   *
   * @param data a folder as {@link ImageFolder} describes it
   */
  public BottleneckTraining(
      Path data, BottleneckRecipe recipe, RunOptions options, TrainingListener listener) {
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
    String hash = ContentHash.of(weights);
    requireWeights(weights, hash);
    StartingPoint from = StartingPoint.of(recipe.from(), recipe.fromSha256());
    BottleneckRecipe carriedOut =
        recipe.weightsSha256(hash).fromSha256(from == null ? null : from.hash());
    RunPictures pictures =
        RunPictures.load(folder, recipe.preprocessing(), options, listener, this::requireGoingOn);
    try (Model maps = recipe.maps(weights)) {
      if (from != null) {
        listener.notice(
            from.into(whole(maps, recipe, pictures.labels().size()), pictures.labels()));
      }
      Tensor training;
      Tensor validation;
      try (Bottleneck bottleneck = new Bottleneck(maps, options)) {
        training = features(bottleneck, pictures.training());
        validation = features(bottleneck, pictures.validation());
      }
      int features = training.shape().size(1);
      int classes = pictures.labels().size();
      try (Sequential top = top(new Sequential().add(new Input(features)), recipe, classes)) {
        TopEpochs epochs =
            new TopEpochs(
                recipe.epochs(),
                pictures.training().size(),
                pictures.validation().size(),
                listener);
        boolean stopped = train(top, pictures, training, validation, epochs);
        top.setWeights(epochs.weights());
        if (recipe.saveTop() != null) {
          top.saveWeights(recipe.saveTop());
        }
        return result(carriedOut, maps, top, pictures, epochs, stopped, start);
      }
    }
  }

  private Path weights() throws IOException {
    return weights(recipe, options, listener);
  }

  /** The file of a recipe's weights, fetched if need be. */
  static Path weights(BottleneckRecipe recipe, RunOptions options, TrainingListener listener)
      throws IOException {
    Path named = recipe.weights();
    if (named != null) {
      return named;
    }
    PublishedWeights published = recipe.backbone().published();
    return options.offline() ? published.offline() : published.fetch(listener::notice);
  }

  private void requireWeights(Path file, String hash) {
    if (recipe.weightsSha256() != null && !recipe.weightsSha256().equals(hash)) {
      throw new IllegalArgumentException(
          "The recipe was carried out with weights of the SHA-256 %s; name their file (--weights). Received: %s, of the SHA-256 %s"
              .formatted(recipe.weightsSha256(), file, hash));
    }
  }

  @Override
  public void stop() {
    stopping = true;
    Sequential atWork = model;
    if (atWork != null) {
      atWork.stopTraining();
    }
  }

  private void requireGoingOn() {
    if (stopping) {
      throw new CancellationException("Stopped before there was a classifier.");
    }
  }

  private Tensor features(Bottleneck bottleneck, Pictures pictures) throws IOException {
    return bottleneck.of(
        pictures,
        done -> {
          requireGoingOn();
          listener.computing(done, pictures.size());
        });
  }

  /** A network up to its last maps, with the article's layers behind them. */
  static Sequential whole(Model maps, BottleneckRecipe recipe, int classes) {
    Shape picture = maps.inputShape();
    Sequential whole =
        new Sequential()
            .add(new Input(picture.size(1), picture.size(2), picture.size(3)))
            .add(maps)
            .add("flatten", new Flatten());
    return top(whole, recipe, classes);
  }

  /** The article's layers behind others; two classes are told apart by one output. */
  private static Sequential top(Sequential before, BottleneckRecipe recipe, int classes) {
    Dense scores =
        classes == 2 ? new Dense(1).activation(SIGMOID) : new Dense(classes).activation(SOFTMAX);
    return before
        .add("fc", penalized(new Dense(256).activation(RELU), recipe))
        .add("dropout", new Dropout(recipe.dropout()))
        .add("predictions", penalized(scores, recipe));
  }

  private static Dense penalized(Dense layer, BottleneckRecipe recipe) {
    return recipe.l1() == 0 && recipe.l2() == 0
        ? layer
        : layer.kernelRegularizer(Regularizer.l1l2(recipe.l1(), recipe.l2()));
  }

  /** Trains, and tells whether it was stopped. */
  private boolean train(
      Sequential top, RunPictures pictures, Tensor training, Tensor validation, TopEpochs epochs) {
    top.engine(options.engine());
    top.compile(
        new RMSprop(), Crossentropy.of(top.outputShape().size(1), false, 0), new Accuracy());
    top.initialize(recipe.seed());
    FitOptions fit = new FitOptions().epochs(recipe.epochs()).seed(recipe.seed()).callbacks(epochs);
    if (pictures.validation().size() > 0) {
      fit = fit.validationData(validation, pictures.validation().labels());
    }
    model = top;
    try {
      requireGoingOn();
      boolean stopped = top.fit(training, pictures.training().labels(), fit).stopped();
      if (epochs.results().isEmpty()) {
        requireGoingOn();
      }
      return stopped;
    } finally {
      model = null;
    }
  }

  private TrainingResult result(
      BottleneckRecipe carriedOut,
      Model maps,
      Sequential top,
      RunPictures pictures,
      TopEpochs epochs,
      boolean stopped,
      long start) {
    Sequential whole = whole(maps, recipe, pictures.labels().size());
    Map<String, Tensor> weights = new LinkedHashMap<>(whole.getWeights());
    weights.putAll(top.getWeights());
    whole.setWeights(weights);
    Classifier classifier = new Classifier(pictures.labels(), recipe.preprocessing(), whole);
    Figures figures = pictures.measure(classifier, options, listener);
    Provenance provenance =
        Provenance.of(
            carriedOut.toJson(),
            options.engine(),
            pictures.facts(),
            epochs.results().size(),
            0,
            figures);
    return new TrainingResult(
        classifier.provenance(provenance),
        epochs.results(),
        0,
        pictures.training().size(),
        figures,
        pictures.skipped(),
        (System.nanoTime() - start) / 1e9,
        stopped);
  }
}
