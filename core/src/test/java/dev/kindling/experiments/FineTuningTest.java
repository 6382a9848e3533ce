package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.backbones.MobileNetV3;
import dev.kindling.data.ImageFolder;
import dev.kindling.data.Part;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.experiments.FineTuned.Effort;
import dev.kindling.image.ImageSize;
import dev.kindling.models.Callback;
import dev.kindling.models.Model;
import dev.kindling.regression.LogisticRegression;
import dev.kindling.regression.Predictions;
import dev.kindling.regression.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that nobody has trained, whose last blocks are. */
class FineTuningTest {

  @TempDir Path folder;
  private Path data;
  private RunOptions options;
  private FrozenNetwork network;
  private RunPictures pictures;
  private int[] all;
  private float[][] features;
  private LogisticRegression start;

  @BeforeEach
  void draw() throws IOException {
    data = folder.resolve("data");
    ColouredPictures.drawParts(data);
    options =
        RunOptions.defaults().cache(null).engine(EngineOptions.defaults().precision(Precision.F32));
    Path weights = DrawnWeights.write(folder.resolve("w.safetensors"), MobileNetV3.SMALL);
    network = FrozenNetwork.of(MobileNetV3.SMALL, new ImageSize(64, 64), weights, false);
    TrainingListener listener = new TrainingListener() {};
    pictures =
        RunPictures.load(
            ImageFolder.open(data), network.preprocessing(), options, listener, () -> {});
    all = IntStream.range(0, pictures.training().size()).toArray();
    try (FrozenFeatures seen = new FrozenFeatures(network, options, listener)) {
      features = seen.of(pictures.training(), Variant.ITSELF, (done, of) -> {});
    }
    int[] classOf = pictures.classes(pictures.training());
    try (Samples samples = new Samples(classOf, 3, 1, i -> features[i])) {
      start = LogisticRegression.fit(samples, 1e-4, 1, () -> false);
    }
  }

  private FineTuning tuning(int variants) throws IOException {
    FineTuning tuning = new FineTuning(network, pictures, options);
    for (int i = 0; i < variants; i++) {
      tuning.see(done -> {});
    }
    return tuning;
  }

  private Predictions predictions(float[][] logits) {
    return new Predictions(logits, pictures.classes(pictures.training()));
  }

  private float[][] before() {
    float[][] logits = new float[all.length][start.intercepts().length];
    for (int i = 0; i < logits.length; i++) {
      for (int k = 0; k < logits[i].length; k++) {
        double sum = start.intercepts()[k];
        for (int j = 0; j < features[i].length; j++) {
          sum += start.weights()[k][j] * features[i][j];
        }
        logits[i][k] = (float) sum;
      }
    }
    return logits;
  }

  @Test
  void training_goesOnFromTheRegression_andLearns() throws IOException {
    try (FineTuning tuning = tuning(2);
        FineTuning.Tuned last = tuning.train(all, start, 10, new Callback() {})) {
      double loss = predictions(last.logits(all)).loss();

      assertThat(loss).isLessThan(predictions(before()).loss());
    }
  }

  @Test
  void sameTraining_givesTheSame() throws IOException {
    try (FineTuning tuning = tuning(2);
        FineTuning.Tuned first = tuning.train(all, start, 2, new Callback() {});
        FineTuning.Tuned second = tuning.train(all, start, 2, new Callback() {})) {
      assertThat(second.logits(all)).isDeepEqualTo(first.logits(all));
    }
  }

  @Test
  void alone_andBeside_theFileGivesWhatTheTwoGave() throws IOException {
    RegressionNetwork regression = new RegressionNetwork(start);
    try (FineTuning tuning = tuning(1);
        FineTuning.Tuned last = tuning.train(all, start, 2, new Callback() {})) {
      Predictions tuned = predictions(last.logits(all));
      double factor = tuned.calibration();
      for (boolean beside : new boolean[] {false, true}) {
        Predictions scaled = tuned.scaled(factor);
        Predictions expected = beside ? scaled.mean(predictions(before())) : scaled;
        try (FineTuned part =
                new FineTuned(
                    network,
                    last.features(),
                    last.regression(factor),
                    beside,
                    tuning.blocks(),
                    new Effort(1, 2),
                    last.pictures());
            Model backbone = network.model()) {
          Path file = folder.resolve("model.onnx");
          Model whole = part.behind(List.of(backbone), regression);
          new Classifier(pictures.labels(), network.preprocessing(), whole).save(file);
          try (Scoring scoring = new Scoring(Classifier.open(file), options.engine())) {
            Evaluation evaluation =
                Evaluation.of(scoring, data, Part.TRAIN, new TrainingListener() {});
            assertThat(evaluation.figures().loss()).isCloseTo(expected.loss(), within(1e-4));
            assertThat(evaluation.figures().accuracy()).isEqualTo(expected.accuracy());
          }
          assertThat(part.toJson().get("beside").booleanValue()).isEqualTo(beside);
        }
      }
    }
  }
}
