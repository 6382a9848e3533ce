package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.backbones.EfficientNetLite;
import dev.kindling.cache.FeatureCache;
import dev.kindling.data.Part;
import dev.kindling.engine.EngineOptions;
import dev.kindling.tensor.Tensor;
import dev.kindling.weights.SafetensorsFile;
import dev.kindling.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with a network that nobody has trained: colours are told apart even so. */
class FeatureTrainingTest {

  @TempDir Path folder;
  private Path data;
  private FeaturesRecipe recipe;

  @BeforeEach
  void draw() throws IOException {
    data = folder.resolve("data");
    ColouredPictures.drawParts(data);
    recipe =
        new FeaturesRecipe(
            EfficientNetLite.LITE0,
            DrawnWeights.write(folder.resolve("w.safetensors"), EfficientNetLite.LITE0),
            null,
            false,
            1);
  }

  private FeatureTraining training() {
    RunOptions options = RunOptions.defaults().cache(folder.resolve("cache.db"));
    return new FeatureTraining(data, recipe, options, new TrainingListener() {});
  }

  @Test
  void run_learns_andItsFileGivesTheSame() throws IOException {
    Path file = folder.resolve("model.onnx");

    TrainingResult result = training().run();
    result.classifier().save(file);

    Figures validation = Objects.requireNonNull(result.validation());
    assertThat(validation.accuracy()).isEqualTo(1);
    Classifier opened = Classifier.open(file);
    assertThat(opened.labels()).containsExactly("blue", "green", "red");
    assertThat(opened.provenance().orElseThrow().recipe())
        .contains("\"features\"", "efficientnet-lite0", "weights_sha256");
    try (Scoring scoring = new Scoring(opened, EngineOptions.defaults())) {
      Evaluation evaluation =
          Evaluation.of(scoring, data, Part.VALIDATION, new TrainingListener() {});
      assertThat(evaluation.figures()).isEqualTo(validation);
    }
  }

  @Test
  void decoding_isKeptByTheFile() throws IOException {
    Path file = folder.resolve("model.onnx");
    training().run().classifier().save(file);
    assertThat(Classifier.open(file).preprocessing().exactDecode()).isFalse();

    recipe = recipe.exactDecode(true);
    training().run().classifier().save(file);
    assertThat(Classifier.open(file).preprocessing().exactDecode()).isTrue();
  }

  @Test
  void laterRun_findsFeatures_andGivesTheSame() throws IOException {
    Path first = folder.resolve("first.onnx");
    Path second = folder.resolve("second.onnx");
    training().run().classifier().save(first);
    try (FeatureCache cache = FeatureCache.open(folder.resolve("cache.db"))) {
      assertThat(cache.info().entries()).isEqualTo(24 + 9);
    }

    training().run().classifier().save(second);

    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void variants_areLearntFrom_andKept() throws IOException {
    Path file = folder.resolve("model.onnx");
    recipe = recipe.variants(3);

    training().run().classifier().save(file);

    try (FeatureCache cache = FeatureCache.open(folder.resolve("cache.db"))) {
      assertThat(cache.info().entries()).isEqualTo(3 * 24 + 9);
    }
    assertThat(((FeaturesRecipe) TrainingRecipe.open(file)).variants()).isEqualTo(3);
    assertThatThrownBy(() -> recipe.variants(0)).hasMessageContaining("variants");
  }

  @Test
  void cacheThatCannotBeUsed_isSaid_andDoesNoHarm() throws IOException {
    Files.writeString(folder.resolve("cache.db"), "no database ".repeat(1000));
    List<String> notices = new ArrayList<>();
    RunOptions options = RunOptions.defaults().cache(folder.resolve("cache.db"));

    TrainingResult result =
        new FeatureTraining(
                data,
                recipe,
                options,
                new TrainingListener() {
                  @Override
                  public void notice(String text) {
                    notices.add(text);
                  }
                })
            .run();

    assertThat(Objects.requireNonNull(result.validation()).accuracy()).isEqualTo(1);
    assertThat(notices).anyMatch(each -> each.contains("cache.db"));
  }

  @Test
  void stopped_hasNoClassifier() {
    FeatureTraining training = training();
    training.stop();

    assertThatThrownBy(training::run).isInstanceOf(CancellationException.class);
  }

  @Test
  void otherWeights_areNamed() throws IOException {
    Files.delete(folder.resolve("w.safetensors"));
    SafetensorsFile.write(
        folder.resolve("w.safetensors"), Weights.of(Map.of("conv.weight", Tensor.zeros(3))));

    assertThatThrownBy(() -> training().run())
        .hasMessageContaining("not those of efficientnet_lite0")
        .hasMessageContaining("_conv_stem.weight is missing");
  }
}
