package dev.kindling.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.data.Subset;
import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.image.ImageWriter;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where pictures go that are divided, and what becomes of those that validate. */
class ValidationSplitTest {

  private static final ImageDataGenerator FIFTH = new ImageDataGenerator().validationSplit(0.2);
  private static final FlowOptions ALL = new FlowOptions().batchSize(100).seed(1);

  @TempDir Path folder;

  /** Pictures of one pixel, each as light as its number. */
  private static Tensor numbered(int n) {
    Tensor x = Tensor.zeros(Shape.of(n, 1, 1, 1));
    for (int i = 0; i < n; i++) {
      x.data()[i] = i;
    }
    return x;
  }

  /** Labels of so many classes in turn. */
  private static Tensor labels(int n, int classes) {
    Tensor y = Tensor.zeros(n);
    for (int i = 0; i < n; i++) {
      y.data()[i] = i % classes;
    }
    return y;
  }

  private static Batch flow(ImageDataGenerator generator, Tensor x, Tensor y, FlowOptions options) {
    try (Batches batches = generator.flow(x, y, options)) {
      return batches.next();
    }
  }

  private static Set<Float> values(Batch batch) {
    Set<Float> values = new TreeSet<>();
    for (float value : batch.x().data()) {
      values.add(value);
    }
    return values;
  }

  @Test
  void arrays_areDividedByContentWithinEachClass() {
    Tensor x = numbered(60);
    Tensor y = labels(60, 3);
    Batch training = flow(FIFTH, x, y, ALL.subset(Subset.TRAINING));
    Batch validation = flow(FIFTH, x, y, ALL.subset(Subset.VALIDATION));
    assertThat(training.size()).isEqualTo(48);
    assertThat(Objects.requireNonNull(validation.y()).data())
        .containsExactlyInAnyOrder(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
    Set<Float> both = values(training);
    both.addAll(values(validation));
    assertThat(both).hasSize(60);

    // In another order the same pictures validate.
    Tensor turned = numbered(60);
    Tensor turnedLabels = labels(60, 3);
    for (int i = 0; i < 60; i++) {
      turned.data()[i] = 59 - i;
      turnedLabels.data()[i] = (59 - i) % 3;
    }
    assertThat(values(flow(FIFTH, turned, turnedLabels, ALL.subset(Subset.VALIDATION))))
        .isEqualTo(values(validation));
  }

  @Test
  void contiguousSplit_takesTheFirstAsKerasDoes() {
    Batch validation =
        flow(
            FIFTH.contiguousSplit(true),
            numbered(60),
            labels(60, 3),
            ALL.shuffle(false).subset(Subset.VALIDATION));
    assertThat(validation.x().data()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void aClassInOnePartOnly_isRefusedUnlessLabelsAreNoClasses() {
    Tensor sorted = Tensor.zeros(60);
    for (int i = 0; i < 60; i++) {
      sorted.data()[i] = Math.floorDiv(i, 20);
    }
    FlowOptions options = ALL.subset(Subset.TRAINING);
    ImageDataGenerator contiguous = FIFTH.contiguousSplit(true);
    assertThatThrownBy(() -> flow(contiguous, numbered(60), sorted, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("different classes: [0.0, 1.0, 2.0] and [0.0]");
    assertThat(flow(contiguous, numbered(60), sorted, options.ignoreClassSplit(true)).size())
        .isEqualTo(48);
    assertThatThrownBy(() -> flow(FIFTH, numbered(60), numbered(60).reshape(60), options))
        .hasMessageContaining("ignoreClassSplit");
    assertThat(
            flow(FIFTH, numbered(60), numbered(60).reshape(60), options.ignoreClassSplit(true))
                .size())
        .isEqualTo(48);
  }

  @Test
  void validation_isNeverAugmented() {
    ImageDataGenerator generator =
        FIFTH.brightnessRange(0, 0).channelShiftRange(20).rotationRange(90).rescale(0.5);
    Tensor x = numbered(60);
    Batch validation = flow(generator, x, labels(60, 3), ALL.subset(Subset.VALIDATION));
    assertThat(values(validation)).hasSize(12).doesNotContain(0f);
    Batch training = flow(generator, x, labels(60, 3), ALL.subset(Subset.TRAINING));
    assertThat(values(training)).containsExactly(0f); // black
  }

  @Test
  void statistics_areOfTheTrainingPicturesAlone() {
    Tensor x = numbered(60);
    Tensor y = labels(60, 3);
    double sum = 0;
    for (float value : flow(FIFTH, x, y, ALL.subset(Subset.TRAINING)).x().data()) {
      sum += value;
    }
    FeatureStatistics statistics =
        Objects.requireNonNull(FIFTH.featurewiseCenter(true).fit(x, y, false, 1, 0).statistics());
    assertThat(Objects.requireNonNull(statistics.mean()).data())
        .containsExactly((float) (sum / 48));
  }

  @Test
  void folders_keepCopiesOfAPictureTogether() throws IOException {
    for (int i = 0; i < 20; i++) {
      Path ofClass = Files.createDirectories(folder.resolve(i % 2 == 0 ? "cats" : "dogs"));
      Image image = new Image(1, 1, 1, new byte[] {(byte) (i / 4)}); // two alike in each class
      ImageWriter.write(image, ofClass.resolve(i + ".png"), ImageFormat.PNG);
    }
    DirectoryOptions options = new DirectoryOptions().targetSize(1, 1).classMode(ClassMode.SPARSE);
    List<String> parts = new ArrayList<>();
    for (Subset subset : Subset.values()) {
      try (FileBatches batches = FIFTH.flowFromDirectory(folder, options.subset(subset))) {
        parts.add(batches.filenames().toString());
        assertThat(batches.samples()).isEqualTo(subset == Subset.TRAINING ? 16 : 4);
      }
    }
    for (int i = 0; i < 20; i += 4) {
      for (int of : new int[] {i, i + 1}) {
        String one = (of % 2 == 0 ? "cats/" : "dogs/") + of + ".png";
        String copy = (of % 2 == 0 ? "cats/" : "dogs/") + (of + 2) + ".png";
        assertThat(parts.get(0).contains(one)).isEqualTo(parts.get(0).contains(copy));
      }
    }
  }

  @Test
  void aSubsetOfNothingDivided_isRefused() {
    assertThatThrownBy(
            () ->
                flow(
                    new ImageDataGenerator(),
                    numbered(4),
                    labels(4, 2),
                    ALL.subset(Subset.VALIDATION)))
        .hasMessageContaining("validationSplit")
        .hasMessageContaining("Received: subset=VALIDATION");
    assertThatThrownBy(() -> FIFTH.validationSplit(1)).hasMessageContaining("Received: 1.0");
  }
}
