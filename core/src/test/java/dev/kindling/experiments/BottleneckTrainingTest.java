package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.backbones.MobileNetV3;
import dev.kindling.data.Part;
import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.image.ImageSize;
import dev.kindling.layers.ActivationFunction;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Dropout;
import dev.kindling.layers.Input;
import dev.kindling.models.Sequential;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with a network that nobody has trained: colours are told apart even so. */
class BottleneckTrainingTest {

  @TempDir Path folder;
  private Path data;
  private BottleneckRecipe recipe;

  @BeforeEach
  void draw() throws IOException {
    data = folder.resolve("data");
    ColouredPictures.drawParts(data);
    recipe =
        new BottleneckRecipe()
            .backbone(MobileNetV3.SMALL)
            .weights(DrawnWeights.write(folder.resolve("w.safetensors"), MobileNetV3.SMALL))
            .imageSize(new ImageSize(64, 64))
            .epochs(8);
  }

  private BottleneckTraining training() {
    RunOptions options =
        RunOptions.defaults().engine(EngineOptions.defaults().precision(Precision.F32));
    return new BottleneckTraining(data, recipe, options, new TrainingListener() {});
  }

  @Test
  void run_measuresTheTopAsTheWholeNetworkDoes_andItsFileGivesTheSame() throws IOException {
    Path file = folder.resolve("model.onnx");

    TrainingResult result = training().run();
    result.classifier().save(file);

    Figures validation = Objects.requireNonNull(result.validation());
    Figures ofTop =
        Objects.requireNonNull(result.epochs().get(result.epochs().size() - 1).validation());
    assertThat(result.epochs()).hasSize(8);
    assertThat(ofTop.accuracy()).isEqualTo(validation.accuracy());
    assertThat(ofTop.loss()).isCloseTo(validation.loss(), Offset.offset(1e-3));
    Classifier opened = Classifier.open(file);
    assertThat(opened.provenance().orElseThrow().recipe())
        .contains("\"bottleneck\"", "mobilenet-v3-small", "weights_sha256");
    try (Scoring scoring = new Scoring(opened, EngineOptions.defaults().precision(Precision.F32))) {
      Evaluation evaluation =
          Evaluation.of(scoring, data, Part.VALIDATION, new TrainingListener() {});
      assertThat(evaluation.figures()).isEqualTo(validation);
    }
  }

  @Test
  void top_isSavedAsKerasHasIt() throws IOException {
    Path top = folder.resolve("bottleneck_fc_model.weights.h5");
    recipe = recipe.saveTop(top);

    TrainingResult result = training().run();

    Sequential read =
        new Sequential()
            .add(new Input(2 * 2 * 576))
            .add("fc", new Dense(256).activation(ActivationFunction.RELU))
            .add("dropout", new Dropout(0.5))
            .add("predictions", new Dense(3).activation(ActivationFunction.SOFTMAX));
    read.loadWeights(top);
    assertThat(Objects.requireNonNull(read.getWeights().get("fc/kernel")).data())
        .isEqualTo(
            Objects.requireNonNull(result.classifier().model().getWeights().get("fc/kernel"))
                .data());
  }

  @Test
  void sameRun_givesTheSameFile_andItsRecipeComesBack() throws IOException {
    Path first = folder.resolve("first.onnx");
    Path second = folder.resolve("second.onnx");
    recipe = recipe.epochs(2).asArticle(true);

    training().run().classifier().save(first);
    training().run().classifier().save(second);

    assertThat(first).hasSameBinaryContentAs(second);
    BottleneckRecipe again = (BottleneckRecipe) TrainingRecipe.open(first);
    assertThat(again.asArticle()).isTrue();
    assertThat(again.epochs()).isEqualTo(2);
    assertThat(again.backbone()).isEqualTo(MobileNetV3.SMALL);
    recipe = again.weights(Objects.requireNonNull(recipe.weights()));
    Path third = folder.resolve("third.onnx");
    training().run().classifier().save(third);
    assertThat(third).hasSameBinaryContentAs(first);
  }

  @Test
  void stopped_hasNoClassifier() {
    BottleneckTraining training = training();
    training.stop();

    assertThatThrownBy(training::run).isInstanceOf(CancellationException.class);
  }
}
