package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.augment.Preset;
import dev.kindling.backbones.MobileNetV3;
import dev.kindling.data.Part;
import dev.kindling.engine.EngineOptions;
import dev.kindling.files.ContentHash;
import dev.kindling.image.ImageSize;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with a network that nobody has trained. */
class FinetuneTrainingTest {

  @TempDir Path folder;
  private Path data;
  private FinetuneRecipe recipe;

  @BeforeEach
  void draw() throws IOException {
    data = folder.resolve("data");
    ColouredPictures.drawParts(data);
    recipe =
        new FinetuneRecipe()
            .top(
                new BottleneckRecipe()
                    .backbone(MobileNetV3.SMALL)
                    .weights(DrawnWeights.write(folder.resolve("w.safetensors"), MobileNetV3.SMALL))
                    .imageSize(new ImageSize(64, 64))
                    .epochs(2))
            .epochs(2);
  }

  private TrainingResult run(FinetuneRecipe recipe) throws IOException {
    return recipe.on(data, RunOptions.defaults(), new TrainingListener() {}).run();
  }

  @Test
  void lastBlocks_areMoved_andTheOthersStay() throws IOException {
    Map<String, Tensor> before = withTheTopAlone();

    Map<String, Tensor> after = run(recipe).classifier().weights();

    List<String> moved = moved(before, after);
    assertThat(moved).contains("fc/kernel", "predictions/kernel");
    assertThat(moved).anyMatch(name -> name.contains("/features.12."));
    assertThat(moved).noneMatch(name -> name.matches(".*/features\\.([0-9]|1[01])\\..*"));
  }

  private Map<String, Tensor> withTheTopAlone() throws IOException {
    return recipe
        .top()
        .on(data, RunOptions.defaults(), new TrainingListener() {})
        .run()
        .classifier()
        .weights();
  }

  private static List<String> moved(Map<String, Tensor> before, Map<String, Tensor> after) {
    List<String> moved = new ArrayList<>();
    before.forEach(
        (name, weights) -> {
          if (!Arrays.equals(weights.data(), Objects.requireNonNull(after.get(name)).data())) {
            moved.add(name);
          }
        });
    return moved;
  }

  @Test
  void run_isMeasuredAsItsFileIs_andComesBackFromIt() throws IOException {
    Path file = folder.resolve("model.onnx");
    Path again = folder.resolve("again.onnx");

    BottleneckRecipe top = recipe.top().dropout(0.2).l1(1e-6).l2(1e-4);
    TrainingResult result = run(recipe.top(top).augment(Preset.LIGHT).unfreeze(2));
    result.classifier().save(file);

    assertThat(result.epochs()).hasSize(2);
    try (Scoring scoring = new Scoring(Classifier.open(file), EngineOptions.defaults())) {
      Evaluation evaluation =
          Evaluation.of(scoring, data, Part.VALIDATION, new TrainingListener() {});
      assertThat(evaluation.figures()).isEqualTo(result.validation());
    }
    FinetuneRecipe read = (FinetuneRecipe) TrainingRecipe.open(file);
    assertThat(read.unfreeze()).isEqualTo(2);
    assertThat(read.augment()).isEqualTo(Preset.LIGHT);
    assertThat(read.top().dropout()).isEqualTo(0.2);
    assertThat(read.top().l1()).isEqualTo(1e-6);
    assertThat(read.top().l2()).isEqualTo(1e-4);
    Path weights = Objects.requireNonNull(recipe.top().weights());
    run(read.top(read.top().weights(weights))).classifier().save(again);
    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void trainingThatGoesOn_hasTheNetworkOfTheOldClassifier_forNewClasses() throws IOException {
    Path file = folder.resolve("model.onnx");
    run(recipe).classifier().save(file);
    Classifier old = Classifier.open(file);
    ColouredPictures.draw(data.resolve("train"), "grey", 8, 1);
    BottleneckRecipe top = recipe.top().from(file);

    Classifier onTop =
        top.on(data, RunOptions.defaults(), new TrainingListener() {}).run().classifier();
    Classifier whole = run(recipe.top(top)).classifier();

    assertThat(onTop.labels()).containsExactly("blue", "green", "grey", "red");
    old.weights()
        .forEach(
            (name, weights) -> {
              if (name.contains("/features.")) {
                assertThat(Objects.requireNonNull(onTop.weights().get(name)).data())
                    .isEqualTo(weights.data());
              }
            });
    FinetuneRecipe written =
        FinetuneRecipe.fromJson(Json.parse("it", whole.provenance().orElseThrow().recipe()));
    assertThat(written.top().fromSha256()).isEqualTo(ContentHash.of(file));
  }

  @Test
  void variants_trainTheLastBlocksAlone_andComeBackFromTheFile() throws IOException {
    Path file = folder.resolve("model.onnx");
    FinetuneRecipe withVariants = recipe.variants(2).unfreeze(2).epochs(4);
    Map<String, Tensor> before = withTheTopAlone();

    TrainingResult result = run(withVariants);
    result.classifier().save(file);

    assertThat(result.epochs()).hasSize(4);
    List<String> moved = moved(before, result.classifier().weights());
    assertThat(moved).contains("fc/kernel", "predictions/kernel");
    assertThat(moved).anyMatch(name -> name.contains("/features.11."));
    assertThat(moved).noneMatch(name -> name.matches(".*/features\\.([0-9]|10)\\..*"));
    FinetuneRecipe read = (FinetuneRecipe) TrainingRecipe.open(file);
    assertThat(read.variants()).isEqualTo(2);
    try (Scoring scoring = new Scoring(Classifier.open(file), EngineOptions.defaults())) {
      Evaluation evaluation =
          Evaluation.of(scoring, data, Part.VALIDATION, new TrainingListener() {});
      assertThat(evaluation.figures()).isEqualTo(result.validation());
    }
  }

  @Test
  void variants_needAFrozenPart_andMemory() {
    assertThatThrownBy(() -> recipe.unfreeze(FinetuneRecipe.ALL).variants(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unfreeze");
    assertThatThrownBy(() -> run(recipe.variants(1_000_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--variants");
  }

  @Test
  void allBlocks_orTooMany() throws IOException {
    assertThat(run(recipe.epochs(1).unfreeze(FinetuneRecipe.ALL)).epochs()).hasSize(1);
    assertThatThrownBy(() -> run(recipe.unfreeze(99)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("blocks");
  }
}
