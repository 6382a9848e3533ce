package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.backbones.Backbone;
import dev.kindling.backbones.EfficientNetLite;
import dev.kindling.backbones.MobileNetV3;
import dev.kindling.data.Part;
import dev.kindling.engine.EngineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with networks that nobody has trained. */
class AutoTrainingTest {

  @TempDir Path folder;
  private Path data;
  private final List<String> notices = new ArrayList<>();
  private final Map<Backbone, Path> networks = new LinkedHashMap<>();

  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void notice(String text) {
          notices.add(text);
        }
      };

  @BeforeEach
  void draw() throws IOException {
    data = folder.resolve("data");
    ColouredPictures.drawParts(data);
    for (Backbone backbone : List.of(MobileNetV3.SMALL, EfficientNetLite.LITE0)) {
      networks.put(
          backbone, DrawnWeights.write(folder.resolve(backbone.id() + ".safetensors"), backbone));
    }
  }

  private AutoTraining training(AutoRecipe recipe) {
    RunOptions options = RunOptions.defaults().cache(folder.resolve("cache.db"));
    return new AutoTraining(data, recipe, options, listener, (goal, run, hearing) -> networks);
  }

  @Test
  void run_learns_andItsFileGivesTheSame() throws IOException {
    Path file = folder.resolve("model.onnx");

    TrainingResult result = training(new AutoRecipe()).run();
    result.classifier().save(file);

    Figures validation = Objects.requireNonNull(result.validation());
    assertThat(validation.accuracy()).isGreaterThan(0.8);
    assertThat(result.stopped()).isFalse();
    Classifier opened = Classifier.open(file);
    assertThat(opened.labels()).containsExactly("blue", "green", "red");
    try (Scoring scoring = new Scoring(opened, EngineOptions.defaults())) {
      Evaluation evaluation =
          Evaluation.of(scoring, data, Part.VALIDATION, new TrainingListener() {});
      assertThat(evaluation.figures().accuracy()).isEqualTo(validation.accuracy());
    }
  }

  @Test
  void sameRun_givesTheSameFile_andSaysWhatItTried() throws IOException {
    Path first = folder.resolve("first.onnx");
    Path second = folder.resolve("second.onnx");

    training(new AutoRecipe()).run().classifier().save(first);
    training(new AutoRecipe()).run().classifier().save(second);

    assertThat(first).hasSameBinaryContentAs(second);
    assertThat(notices)
        .anyMatch(each -> each.startsWith("mobilenet-v3-small at 288x288: "))
        .anyMatch(each -> each.contains("efficientnet-lite0 with depths at 288x288"))
        .anyMatch(each -> each.contains("mobilenet-v3-small") && each.contains(" + "))
        .anyMatch(each -> each.startsWith("Chosen: "))
        .anyMatch(each -> each.matches("A picture takes it \\d.* ms on this machine.*"));
    assertThat(Classifier.open(first).provenance().orElseThrow().recipe())
        .contains("\"auto\"", "weights_sha256", "\"tried\"");
  }

  /** Some are not what they are said to be. */
  private void mixUp() throws IOException {
    networks.remove(EfficientNetLite.LITE0);
    for (String colour : List.of("blue", "green", "red")) {
      String other = colour.equals("red") ? "blue" : "red";
      ColouredPictures.draw(folder.resolve("others"), other, 2, 5);
      for (int i = 0; i < 2; i++) {
        Files.move(
            folder.resolve("others").resolve(other).resolve(i + ".png"),
            data.resolve("train").resolve(colour).resolve("other" + i + ".png"));
      }
    }
  }

  @Test
  void whereSomethingIsToGain_lastBlocksAreTrainedFurther() throws IOException {
    mixUp();

    TrainingResult result = training(new AutoRecipe()).run();

    String recipe = result.classifier().provenance().orElseThrow().recipe();
    assertThat(notices).anyMatch(each -> each.contains("its last 4 blocks trained further: "));
    assertThat(notices).anyMatch(each -> each.startsWith("The best until then, the same pictures"));
    boolean taken = notices.stream().anyMatch(each -> each.matches("Chosen: .*trained further.*"));
    assertThat(recipe.contains("\"tuned\"")).isEqualTo(taken);
  }

  @Test
  void unevenClasses_areTriedCountingAlike() throws IOException {
    networks.remove(EfficientNetLite.LITE0);
    ColouredPictures.draw(data.resolve("train"), "red", 24, 3);

    TrainingResult result = training(new AutoRecipe()).run();

    List<String> tried =
        notices.stream().filter(each -> each.contains(", all classes counting alike: ")).toList();
    assertThat(tried).hasSize(1);
    assertThat(result.classifier().provenance().orElseThrow().recipe()).contains("\"balanced\"");
  }

  @Test
  void noTimeForIt_isSaid() throws IOException {
    networks.remove(EfficientNetLite.LITE0);
    ColouredPictures.draw(folder.resolve("others"), "red", 1, 5);
    Files.move(folder.resolve("others/red/0.png"), data.resolve("train").resolve("blue/other.png"));

    training(new AutoRecipe().minutes(1e-3)).run();

    assertThat(notices).anyMatch(each -> each.endsWith("no time is left to train it further."));
  }

  @Test
  void forSpeed_triesSmallerSizes() throws IOException {
    networks.remove(EfficientNetLite.LITE0);

    TrainingResult result = training(new AutoRecipe().goal(Goal.SPEED)).run();

    assertThat(result.classifier().preprocessing().imageSize().width()).isIn(224, 192, 160);
    assertThat(notices).anyMatch(each -> each.startsWith("mobilenet-v3-small at 160x160: "));
  }

  @Test
  void withoutTime_looksAtFewerPictures_ofEachClass() throws IOException {
    for (String colour : List.of("blue", "green", "red")) {
      ColouredPictures.draw(data.resolve("train"), colour, 60, 3);
    }
    networks.remove(EfficientNetLite.LITE0);

    TrainingResult result = training(new AutoRecipe().minutes(1e-4)).run();

    assertThat(result.training()).isEqualTo(60);
    assertThat(notices).anyMatch(each -> each.contains("are looked at: as many as"));
  }

  /** Runs, and stops when a notice says so. */
  private TrainingResult runUntil(Predicate<String> heard) throws IOException {
    AutoTraining[] training = new AutoTraining[1];
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void notice(String text) {
            notices.add(text);
            if (heard.test(text)) {
              training[0].stop();
            }
          }
        };
    RunOptions options = RunOptions.defaults().cache(null);
    training[0] =
        new AutoTraining(
            data, new AutoRecipe(), options, stopping, (goal, run, hearing) -> networks);
    return training[0].run();
  }

  @Test
  void stopped_givesTheBestUntilThen() throws IOException {
    TrainingResult result = runUntil(text -> text.startsWith("mobilenet"));

    assertThat(result.stopped()).isTrue();
    assertThat(result.validation()).isNull();
    assertThat(notices).noneMatch(each -> each.startsWith("efficientnet"));
  }

  @Test
  void stoppedAfterBlocksWereTrainedFurther_theyAreTakenIfTheyHelp() throws IOException {
    mixUp();

    TrainingResult result =
        runUntil(text -> text.contains("trained further, beside the best until then"));

    assertThat(result.stopped()).isTrue();
    boolean taken = notices.stream().anyMatch(each -> each.matches("Chosen: .*trained further.*"));
    String recipe = result.classifier().provenance().orElseThrow().recipe();
    assertThat(recipe.contains("\"tuned\"")).isEqualTo(taken);
  }

  @Test
  void stoppedAtOnce_hasNoClassifier() {
    AutoTraining training = training(new AutoRecipe());
    training.stop();

    assertThatThrownBy(training::run).isInstanceOf(CancellationException.class);
  }

  @Test
  void noTime_isRefused() {
    assertThatThrownBy(() -> new AutoRecipe().minutes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("minutes");
  }
}
