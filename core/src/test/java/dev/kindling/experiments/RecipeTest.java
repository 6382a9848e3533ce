package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.augment.FillMode;
import dev.kindling.augment.Preset;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.models.Sequential;
import dev.kindling.optimizers.Adam;
import dev.kindling.optimizers.AdamW;
import dev.kindling.optimizers.ConstantRate;
import dev.kindling.optimizers.CosineDecay;
import dev.kindling.optimizers.CosineDecayRestarts;
import dev.kindling.optimizers.ExponentialDecay;
import dev.kindling.optimizers.InverseTimeDecay;
import dev.kindling.optimizers.LearningRateSchedule;
import dev.kindling.optimizers.OneCycle;
import dev.kindling.optimizers.Optimizer;
import dev.kindling.optimizers.PiecewiseConstantDecay;
import dev.kindling.optimizers.RMSprop;
import dev.kindling.optimizers.SGD;
import dev.kindling.preprocessing.ImageDataGenerator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecipeTest {

  @Test
  void scratch_isTheArticles() {
    assertThat(Json.write(Recipe.scratch().toJson()))
        .isEqualTo(
            """
            {"name":"scratch","image_size":[150,150],"interpolation":"nearest",\
            "augmentation":{"rotation_range":0.0,"width_shift_range":0.0,"height_shift_range":0.0,\
            "brightness_range":null,"shear_range":11.459155902616466,"zoom_range":[0.8,1.2],\
            "channel_shift_range":0.0,"fill_mode":"nearest","cval":0.0,"horizontal_flip":true,\
            "vertical_flip":false,"rescale":0.00392156862745098,"interpolation_order":1},\
            "augment":null,"batch_size":32,"epochs":50,\
            "optimizer":{"class_name":"RMSprop","learning_rate":0.001,"rho":0.9,"momentum":0.0,\
            "epsilon":1.0E-7,"centered":false},\
            "label_smoothing":0.0,"dropout":0.5,"l1":0.0,"l2":0.0,"patience":0,\
            "class_weights":null,"seed":1}""");
  }

  @Test
  void scratchNetwork_hasTheArticlesLayers() {
    try (Sequential model = Recipe.scratch().network(2)) {
      assertThat(model.summary())
          .contains("conv2d_2 (Conv2D)", "(None, 34, 34, 64)", "(None, 18496)", "1,212,513");
      assertThat(model.outputShape().toString()).isEqualTo("(None, 1)");
    }
    try (Sequential model = Recipe.scratch().network(5)) {
      assertThat(model.outputShape().toString()).isEqualTo("(None, 5)");
    }
  }

  @Test
  void shear_isTheArticlesAngle() {
    double degrees = Recipe.scratch().augmentation().shearRange();
    assertThat(Math.toRadians(degrees)).isCloseTo(0.2, within(1e-15));
  }

  @Test
  void seed_decidesTheFirstWeights() {
    Recipe recipe = Recipe.scratch().imageSize(new ImageSize(24, 24));
    try (Sequential one = recipe.network(2);
        Sequential same = recipe.network(2);
        Sequential other = recipe.seed(2).network(2)) {
      assertThat(numbers(one)).isEqualTo(numbers(same)).isNotEqualTo(numbers(other));
    }
  }

  private static List<float[]> firstKernel(Sequential model) {
    return model.getWeights().values().stream().limit(1).map(tensor -> tensor.data()).toList();
  }

  private static float[] numbers(Sequential model) {
    return firstKernel(model).get(0);
  }

  @Test
  void json_keepsEverything() {
    Recipe recipe =
        Recipe.scratch()
            .imageSize(new ImageSize(30, 40))
            .interpolation(Interpolation.BILINEAR)
            .augment(Preset.MEDIUM)
            .augmentation(
                new ImageDataGenerator()
                    .rescale(2)
                    .rotationRange(40)
                    .widthShiftRange(12)
                    .heightShiftRange(List.of(-1.0, 0.5))
                    .zoomRange(0.5, 1.25)
                    .brightnessRange(0.75, 1.5)
                    .channelShiftRange(20)
                    .verticalFlip(true)
                    .interpolationOrder(0)
                    .fillMode(FillMode.CONSTANT)
                    .cval(3))
            .batchSize(7)
            .epochs(3)
            .optimizer(new SGD().momentum(0.9))
            .classWeights(ClassWeights.of(Map.of("oak", 2.0, "ash", 0.5)))
            .seed(9);
    assertThat(Recipe.fromJson(Json.parse("it", Json.write(recipe.toJson())))).isEqualTo(recipe);
  }

  @Test
  void everyOptimizerAndSchedule_isReadFromTheJsonThatIsWritten() {
    List<Optimizer> optimizers =
        List.of(
            new Adam().amsgrad(true).clipnorm(1).learningRateMultiplier("dense", 0.1),
            new AdamW(0.01).excludeFromWeightDecay("bias", "gamma"),
            new RMSprop().centered(true).momentum(0.5).useEma(0.9).emaOverwriteFrequency(7),
            new SGD().nesterov(true).clipvalue(0.5),
            new SGD().globalClipnorm(2).weightDecay(0.1));
    List<LearningRateSchedule> schedules =
        List.of(
            new ConstantRate(0.5),
            new ExponentialDecay(0.1, 7, 0.5, true),
            new InverseTimeDecay(0.1, 7, 0.5),
            new PiecewiseConstantDecay(List.of(5L, 9L), List.of(0.3, 0.2, 0.1)),
            new CosineDecay(0.1, 30).alpha(0.5),
            new CosineDecay(0, 30).warmup(0.1, 5),
            new CosineDecayRestarts(0.1, 5).tMul(1.5).mMul(0.5).alpha(0.1),
            new OneCycle(0.1, 50));
    for (Optimizer optimizer : optimizers) {
      for (LearningRateSchedule schedule : schedules) {
        Recipe recipe = Recipe.scratch().optimizer(optimizer.learningRate(schedule));
        String json = Json.write(recipe.toJson());
        assertThat(Recipe.fromJson(Json.parse("it", json))).isEqualTo(recipe);
      }
    }
  }

  @Test
  void classWeights_areBalancedOrByName() {
    List<String> labels = List.of("ash", "oak", "elm");
    Map<String, Integer> counts = Map.of("ash", 10, "oak", 40, "elm", 50);
    assertThat(ClassWeights.none().of(labels, counts)).isEmpty();
    // 100 / (3 * 10) and so on: as often as each is seen, together a third.
    assertThat(ClassWeights.ofBalance().of(labels, counts))
        .isEqualTo(Map.of(0, 100 / 3.0 / 10, 1, 100 / 3.0 / 40, 2, 100 / 3.0 / 50));
    assertThat(ClassWeights.of(Map.of("oak", 3.0)).of(labels, counts)).isEqualTo(Map.of(1, 3.0));
    assertThatThrownBy(() -> ClassWeights.of(Map.of("yew", 3.0)).requireAmong(labels))
        .hasMessage(
            "There is a class weight for 'yew', but the classes of the folder are [ash, oak, elm].");
    assertThatThrownBy(() -> ClassWeights.of(Map.of("yew", -1.0)))
        .hasMessageContaining("-1.0 for 'yew'");
    for (String json : List.of("null", "\"balanced\"", "{\"ash\":2.0,\"oak\":0.5}")) {
      ClassWeights read = ClassWeights.fromJson(Json.parse("it", json));
      assertThat(Json.write(read.toJson())).isEqualTo(json);
    }
    assertThatThrownBy(() -> ClassWeights.fromJson(Json.parse("it", "\"even\"")))
        .hasMessageContaining("must be a JSON object. Received: \"even\"");
    assertThatThrownBy(() -> ClassWeights.fromJson(Json.parse("it", "{\"ash\":\"x\"}")))
        .hasMessageContaining("class weights.ash must be a number");
  }

  @Test
  void json_isReadStrictly() {
    ObjectNode json = Recipe.scratch().toJson();
    json.put("layers", 3);
    assertThatThrownBy(() -> Recipe.fromJson(json))
        .hasMessage("recipe has an entry that is not known here: 'layers'");
    json.remove("layers");
    json.put("epochs", "many");
    assertThatThrownBy(() -> Recipe.fromJson(json))
        .hasMessage("recipe.epochs must be a whole number. Received: \"many\"");
    json.remove("epochs");
    assertThatThrownBy(() -> Recipe.fromJson(json)).hasMessage("recipe has no 'epochs'.");
  }

  @Test
  void json_ofAnOlderModel_isRead() {
    ObjectNode json = Recipe.scratch().toJson();
    json.remove(List.of("label_smoothing", "dropout", "l1", "l2", "patience"));
    assertThat(Recipe.fromJson(json)).isEqualTo(Recipe.scratch());
  }

  @Test
  void laterOptions_comeBackFromJson() {
    Recipe recipe =
        Recipe.scratch()
            .schedule(Schedule.COSINE)
            .labelSmoothing(0.1)
            .dropout(0.3)
            .l1(1e-5)
            .l2(1e-4)
            .patience(4);
    assertThat(Recipe.fromJson(recipe.toJson())).isEqualTo(recipe);
    assertThatThrownBy(() -> recipe.optimizer(new SGD().learningRate(new OneCycle(0.1, 10))))
        .hasMessageContaining("a schedule of its own");
    assertThatThrownBy(() -> recipe.dropout(1)).hasMessageContaining("dropout=1.0");
  }

  @Test
  void values_mustBeInRange() {
    Recipe recipe = Recipe.scratch();
    assertThatThrownBy(() -> recipe.epochs(-3)).hasMessageContaining("Received: epochs=-3");
    assertThatThrownBy(() -> recipe.batchSize(0)).hasMessageContaining("Received: batchSize=0");
    assertThatThrownBy(() -> recipe.seed(-1)).hasMessageContaining("Received: seed=-1");
    assertThatThrownBy(() -> recipe.imageSize(new ImageSize(22, 21)))
        .hasMessageContaining("at least 22x22")
        .hasMessageContaining("Received: imageSize=21x22");
    assertThat(recipe.imageSize(new ImageSize(22, 22)).network(2).outputShape().size(1))
        .isEqualTo(1);
    assertThatThrownBy(() -> recipe.imageSize(new ImageSize(100_000, 100_000)))
        .hasMessageContaining("at most");
  }
}
