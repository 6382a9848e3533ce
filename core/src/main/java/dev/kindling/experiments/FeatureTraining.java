package dev.kindling.experiments;

import dev.kindling.backbones.PublishedWeights;
import dev.kindling.data.ImageFolder;
import dev.kindling.models.Model;
import dev.kindling.regression.CrossValidation;
import dev.kindling.regression.LogisticRegression;
import dev.kindling.regression.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

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
    FrozenNetwork network =
        FrozenNetwork.of(
            recipe.backbone(), recipe.backbone().imageSize(), weights(), recipe.exactDecode());
    recipe.requireWeights(network.weights(), network.hash());
    try (FrozenFeatures features = new FrozenFeatures(network, options, listener)) {
      RunPictures pictures =
          RunPictures.load(
              folder,
              network.preprocessing(),
              options,
              listener,
              this::requireGoingOn,
              features.known());
      FrozenFeatures.GoingOn goingOn = (computed, of) -> requireGoingOn();
      List<float[][]> x = new ArrayList<>();
      for (int i = 0; i < recipe.variants(); i++) {
        x.add(features.of(pictures.training(), new Variant(i), goingOn));
      }
      float[][] seen = features.of(pictures.validation(), Variant.ITSELF, goingOn);
      listener.notice("Choosing the penalty by cross-validation among the training pictures.");
      double c;
      LogisticRegression regression;
      int threads = options.engine().threads();
      int count = pictures.training().size();
      try (Samples samples =
          new Samples(
              pictures.classes(pictures.training()),
              folder.labels().size(),
              recipe.variants(),
              i -> x.get(i / count)[i % count])) {
        BooleanSupplier enough =
            () -> {
              requireGoingOn();
              return false;
            };
        c = new CrossValidation(samples, threads).choose(enough).c();
        regression = LogisticRegression.fit(samples, c, threads, enough);
      }
      return result(network, pictures, new RegressionNetwork(regression), seen, c, start);
    }
  }

  private TrainingResult result(
      FrozenNetwork network,
      RunPictures pictures,
      RegressionNetwork regression,
      float[][] seen,
      double c,
      long start)
      throws IOException {
    Figures figures =
        seen.length == 0
            ? null
            : regression.measure(seen, pictures.classes(pictures.validation()), options.engine());
    Provenance provenance =
        Provenance.of(
            recipe.toJson(network.hash(), c), options.engine(), pictures.facts(), 1, 0, figures);
    try (Model backbone = network.model()) {
      Classifier classifier =
          new Classifier(
              pictures.labels(), network.preprocessing(), regression.behind(List.of(backbone)));
      return new TrainingResult(
          classifier.provenance(provenance),
          List.of(),
          0,
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
}
