package dev.kindling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.engine.EngineOptions;
import dev.kindling.experiments.Classifier;
import dev.kindling.experiments.NotAClassifierException;
import dev.kindling.experiments.Preprocessing;
import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageSize;
import dev.kindling.image.ImageWriter;
import dev.kindling.image.Interpolation;
import dev.kindling.image.UnreadableImageException;
import dev.kindling.layers.Activation;
import dev.kindling.layers.ActivationFunction;
import dev.kindling.layers.Dense;
import dev.kindling.layers.Flatten;
import dev.kindling.layers.Input;
import dev.kindling.models.Sequential;
import dev.kindling.onnx.OnnxModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageClassifierTest {

  private static final Classifier CLASSIFIER =
      new Classifier(
          List.of("leaf", "stone", "water"),
          new Preprocessing(new ImageSize(6, 6), Interpolation.NEAREST, 1 / 255.0),
          new Sequential()
              .add(new Input(6, 6, 3))
              .add(new Flatten())
              .add(new Dense(3))
              .add(new Activation(ActivationFunction.SOFTMAX)));

  @TempDir Path folder;

  private static ImageClassifier classifier() {
    return ImageClassifier.of(CLASSIFIER, EngineOptions.defaults());
  }

  private static Image noise(int seed) {
    byte[] data = new byte[9 * 7 * 3];
    new Random(seed).nextBytes(data);
    return new Image(9, 7, 3, data);
  }

  private List<Path> files(int number) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Path file = folder.resolve(i + ".png");
      ImageWriter.write(noise(i), file, ImageFormat.PNG);
      files.add(file);
    }
    return files;
  }

  @Test
  void prediction_namesTheGreatestScore() {
    try (ImageClassifier classifier = classifier()) {
      Prediction prediction = classifier.predict(noise(1));
      assertThat(prediction.scores().keySet()).containsExactly("leaf", "stone", "water");
      assertThat(prediction.scores().values().stream().mapToDouble(s -> s).sum())
          .isCloseTo(1, within(1e-6));
      assertThat(prediction.scores()).containsEntry(prediction.label(), prediction.score());
      assertThat(prediction.scores().values()).allMatch(score -> score <= prediction.score());
    }
  }

  @Test
  void savedClassifier_predictsTheSame() throws IOException {
    Path file = folder.resolve("model.onnx");
    try (ImageClassifier classifier = classifier()) {
      classifier.save(file);
      try (ImageClassifier loaded = ImageClassifier.load(file)) {
        assertThat(loaded.labels()).isEqualTo(classifier.labels());
        assertThat(loaded.predict(noise(1))).isEqualTo(classifier.predict(noise(1)));
      }
    }
  }

  @Test
  void fileStreamListAndMemory_giveTheSame() throws IOException {
    List<Path> files = files(40);
    try (ImageClassifier classifier = classifier()) {
      List<Prediction> together = classifier.predict(files);
      for (int i = 0; i < files.size(); i++) {
        assertThat(classifier.predict(files.get(i))).isEqualTo(together.get(i));
        assertThat(classifier.predict(noise(i))).isEqualTo(together.get(i));
        assertThat(classifier.predict(new ByteArrayInputStream(Files.readAllBytes(files.get(i)))))
            .isEqualTo(together.get(i));
      }
    }
  }

  @Test
  void bufferedImages_areTakenAsTheyLook() {
    Image rgb = noise(1);
    BufferedImage java = new BufferedImage(7, 9, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 63; i++) {
      int color = 0;
      for (int c = 0; c < 3; c++) {
        color = (color << 8) | (rgb.data()[i * 3 + c] & 0xff);
      }
      java.setRGB(i % 7, i / 7, 0xff000000 | color);
    }
    assertThat(BufferedImages.toImage(java)).isEqualTo(rgb);
  }

  @Test
  void greyBufferedImages_keepTheirLevels() {
    BufferedImage bytes = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    bytes.getRaster().setSample(1, 0, 0, 100);
    assertThat(BufferedImages.toImage(bytes).data()).containsExactly(0, 0, 0, 100, 100, 100);
    BufferedImage shorts = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    shorts.getRaster().setSample(1, 0, 0, 100 * 257);
    assertThat(BufferedImages.toImage(shorts).data()).containsExactly(0, 0, 0, 100, 100, 100);
  }

  @Test
  void unreadableFiles_endNothingButTheirOwn() throws IOException {
    List<Path> files = files(20);
    Path text = folder.resolve("text.jpg");
    Files.writeString(text, "no picture", StandardCharsets.UTF_8);
    files.add(3, text);
    files.add(folder.resolve("missing.png"));
    try (ImageClassifier classifier = classifier()) {
      List<FilePrediction> predictions = new ArrayList<>();
      classifier.predict(files, predictions::add);

      assertThat(predictions).extracting(FilePrediction::file).isEqualTo(files);
      assertThat(predictions.get(3).trouble().orElseThrow())
          .isInstanceOf(UnreadableImageException.class)
          .hasMessageContaining("text.jpg is not a");
      assertThat(predictions.get(21).trouble().orElseThrow())
          .isInstanceOf(NoSuchFileException.class);
      assertThat(predictions.get(4).get()).isEqualTo(classifier.predict(noise(3)));
      assertThat(predictions).filteredOn(p -> p.prediction().isPresent()).hasSize(20);
      assertThatThrownBy(() -> classifier.predict(files))
          .isInstanceOf(UnreadableImageException.class);
    }
  }

  @Test
  void threads_shareAClassifier() throws InterruptedException {
    try (ImageClassifier classifier = classifier()) {
      Prediction alone = classifier.predict(noise(1));
      ConcurrentLinkedQueue<Prediction> predictions = new ConcurrentLinkedQueue<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int j = 0; j < 50; j++) {
                    predictions.add(classifier.predict(noise(1)));
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(predictions).hasSize(200).allMatch(alone::equals);
    }
  }

  @Test
  void filesThatHoldNoClassifier_areNamed() throws IOException {
    Path photo = files(1).get(0);
    assertThatThrownBy(() -> ImageClassifier.load(photo)).hasMessageContaining("0.png");
    Path model = folder.resolve("other.onnx");
    OnnxModel saved = CLASSIFIER.toOnnx();
    new OnnxModel(saved.graph(), saved.weights(), Map.of()).write(model);
    assertThatThrownBy(() -> ImageClassifier.load(model))
        .isInstanceOf(NotAClassifierException.class)
        .hasMessageContaining("no classifier of Kindling's");
  }

  @Test
  void closedClassifier_saysSo() {
    ImageClassifier classifier = classifier();
    classifier.close();
    classifier.close();
    assertThatThrownBy(() -> classifier.predict(noise(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
