package dev.kindling.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.engine.EngineOptions;
import dev.kindling.engine.Precision;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.layers.Activation;
import dev.kindling.layers.ActivationFunction;
import dev.kindling.models.Model;
import dev.kindling.models.Sequential;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {

  private static final EngineOptions F32 = new EngineOptions(Precision.F32, 2);

  @TempDir Path folder;

  private static Classifier classifier(int classes) {
    List<String> labels = List.of("猫", "dog", "a \"fox\"").subList(0, classes);
    return new Classifier(labels, Networks.PREPROCESSING, Networks.small(classes, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void savedClassifier_opensAsItWas(int classes) throws IOException {
    Classifier classifier = classifier(classes);
    Path file = folder.resolve("model.onnx");
    classifier.save(file);

    Classifier opened = Classifier.open(file);

    assertThat(opened.labels()).isEqualTo(classifier.labels());
    assertThat(opened.preprocessing()).isEqualTo(classifier.preprocessing());
    assertThat(opened.provenance()).isEmpty();
    assertThat(opened.model().summary()).isEqualTo(classifier.model().summary());
    List<Image> pictures = Networks.noise(5, 20, 30);
    try (Scoring before = new Scoring(classifier, F32);
        Scoring after = new Scoring(opened, F32)) {
      assertThat(after.scores(pictures)).isDeepEqualTo(before.scores(pictures));
    }
    opened.save(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(classifier.toOnnx().toBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void scores_areTheModels(int classes) {
    Classifier classifier = classifier(classes);
    List<Image> pictures = Networks.noise(3, 8, 10);
    Tensor x = Tensor.zeros(3, 8, 10, 3);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = (pictures.get(i / 240).data()[i % 240] & 0xff) * (float) (1 / 255.0);
    }
    try (Model model = classifier.model().engine(F32);
        Scoring scoring = new Scoring(classifier, F32)) {
      float[] expected = model.predict(x).data();
      float[][] scores = scoring.scores(pictures);
      for (int row = 0; row < scores.length; row++) {
        float sum = 0;
        for (float score : scores[row]) {
          sum += score;
        }
        assertThat(sum).isCloseTo(1, within(1e-6f));
        int width = classes == 2 ? 1 : classes;
        for (int column = 0; column < width; column++) {
          float score = scores[row][classes == 2 ? 1 : column];
          assertThat(score).isCloseTo(expected[row * width + column], within(1e-6f));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void scores_dependOnNothingButThePicture(Precision precision) {
    Classifier classifier = classifier(2);
    List<Image> pictures = Networks.noise(37, 8, 10);
    List<Image> reversed = new ArrayList<>(pictures);
    Collections.reverse(reversed);
    try (Scoring scoring = new Scoring(classifier, F32.precision(precision))) {
      float[][] together = scoring.scores(pictures);
      float[][] backwards = scoring.scores(reversed);
      for (int i = 0; i < pictures.size(); i++) {
        float[] alone = scoring.scores(List.of(pictures.get(i)))[0];
        assertThat(together[i]).isEqualTo(alone).isEqualTo(backwards[36 - i]);
      }
    }
  }

  @Test
  void classifier_staysAsItWasWhenItsModelGoesOn() {
    Sequential model = Networks.small(2, 3);
    Classifier classifier = new Classifier(List.of("a", "b"), Networks.PREPROCESSING, model);
    Map<String, Tensor> before = model.getWeights();
    model.initialize(4);
    classifier
        .model()
        .getWeights()
        .forEach((name, tensor) -> assertThat(tensor.data()).isEqualTo(numbers(before, name)));
  }

  private static float[] numbers(Map<String, Tensor> weights, String name) {
    return Objects.requireNonNull(weights.get(name)).data();
  }

  @Test
  void labels_mustFitTheModel() {
    Sequential model = Networks.small(3, 1);
    assertThatThrownBy(() -> new Classifier(List.of("a", "b"), Networks.PREPROCESSING, model))
        .hasMessage("A model that tells 3 classes apart needs as many labels. Received: 2");
    assertThatThrownBy(() -> new Classifier(List.of("a", "b", "a"), Networks.PREPROCESSING, model))
        .hasMessageContaining("Received: 'a' twice");
    assertThatThrownBy(() -> new Classifier(List.of("a", "b", " "), Networks.PREPROCESSING, model))
        .hasMessageContaining("Received: ' '");
  }

  @Test
  void model_mustTakeThePictures() {
    Preprocessing larger =
        new Preprocessing(new ImageSize(9, 10), Interpolation.NEAREST, 1 / 255.0);
    Sequential model = Networks.small(2, 1);
    assertThatThrownBy(() -> new Classifier(List.of("a", "b"), larger, model))
        .hasMessageContaining("pictures of 10x9")
        .hasMessageContaining("Received: (None, 8, 10, 3)");
  }

  @Test
  void model_mustEndInScores() {
    Sequential model = Networks.small(2, 1).add(new Activation(ActivationFunction.RELU));
    assertThatThrownBy(() -> new Classifier(List.of("a", "b"), Networks.PREPROCESSING, model))
        .hasMessageContaining("ends in a sigmoid with one output")
        .hasMessageContaining("Received: Relu of (None, 1)");
  }
}
