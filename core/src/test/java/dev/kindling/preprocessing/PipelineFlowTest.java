package dev.kindling.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.augment.Augmentation;
import dev.kindling.augment.BatchAugmentation;
import dev.kindling.augment.CutMix;
import dev.kindling.augment.Interval;
import dev.kindling.augment.MixUp;
import dev.kindling.augment.Operation;
import dev.kindling.augment.Pipeline;
import dev.kindling.augment.Preset;
import dev.kindling.augment.ResizeTo;
import dev.kindling.augment.TrivialAugmentWide;
import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.data.DrawnSample;
import dev.kindling.data.PictureSource;
import dev.kindling.data.Subset;
import dev.kindling.image.Image;
import dev.kindling.image.ImageSize;
import dev.kindling.image.Interpolation;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineFlowTest {

  private static final int NUMBER = 21;
  private static final ImageSize SIZE = new ImageSize(24, 20);
  private static final FlowOptions OPTIONS = new FlowOptions().batchSize(8).seed(5);

  /** Three classes, one after the other. */
  private static final Tensor LABELS = labels();

  private final List<Thread> others = new ArrayList<>();

  private static Tensor labels() {
    Tensor y = Tensor.zeros(NUMBER, 3);
    for (int i = 0; i < NUMBER; i++) {
      y.data()[3 * i + i % 3] = 1;
    }
    return y;
  }

  /** Noise, other for each picture. */
  private static final PictureSource PICTURES =
      new PictureSource() {
        @Override
        public int size() {
          return NUMBER;
        }

        @Override
        public Shape pictureShape() {
          return Shape.of(32, 30, 3);
        }

        @Override
        public Image load(int index) {
          NumpyRandom random = new NumpyRandom(index);
          byte[] samples = new byte[32 * 30 * 3];
          for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) random.randint(256);
          }
          return new Image(32, 30, 3, samples);
        }
      };

  @AfterEach
  void stopOthers() {
    others.forEach(Thread::interrupt);
  }

  /** Other work on every core, as on a machine that is shared. */
  private void loadTheMachine() {
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      Thread other =
          new Thread(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  Thread.onSpinWait();
                }
              });
      other.setDaemon(true);
      other.start();
      others.add(other);
    }
  }

  static Stream<Arguments> flows() {
    return Stream.of(
        Arguments.of(new PipelineFlow(Preset.NONE.pipeline(SIZE))),
        Arguments.of(new PipelineFlow(Preset.LIGHT.pipeline(SIZE))),
        Arguments.of(new PipelineFlow(Preset.MEDIUM.pipeline(SIZE)).rescale(1 / 255.0)),
        Arguments.of(new PipelineFlow(Preset.STRONG.pipeline(SIZE)).mixing(new MixUp(0.4))),
        Arguments.of(
            new PipelineFlow(Pipeline.of(new TrivialAugmentWide())).mixing(new CutMix(1))));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void batches_areTheSame_atAnyNumberOfThreads_underLoad(PipelineFlow flow) {
    loadTheMachine();
    List<Batch> expected = pass(flow, 1);

    for (int threads : new int[] {2, 8}) {
      List<Batch> batches = pass(flow, threads);
      for (int i = 0; i < batches.size(); i++) {
        assertThat(batches.get(i).x().data()).isEqualTo(expected.get(i).x().data());
        assertThat(labelsOf(batches.get(i))).isEqualTo(labelsOf(expected.get(i)));
      }
    }
  }

  /** A pass and the first batch of the next. */
  private static List<Batch> pass(PipelineFlow flow, int threads) {
    List<Batch> batches = new ArrayList<>();
    try (Batches flowing = flow.flow(PICTURES, LABELS, OPTIONS.threads(threads))) {
      for (int i = 0; i <= flowing.size(); i++) {
        batches.add(flowing.next());
      }
    }
    return batches;
  }

  private static float[] labelsOf(Batch batch) {
    @Nullable Tensor y = batch.y();
    return y == null ? new float[0] : y.data();
  }

  @Test
  void pictures_areThoseOfTheDrawnChanges() {
    PipelineFlow flow = new PipelineFlow(Preset.STRONG.pipeline(SIZE)).rescale(0.5);

    Batch batch = pass(flow, 2).get(0);

    assertThat(batch.x().shape()).isEqualTo(Shape.of(8, 24, 20, 3));
    for (int i = 0; i < batch.size(); i++) {
      DrawnSample<?> drawn = batch.samples().get(i);
      Image original = load(drawn.index());
      Image expected = ((Operation) drawn.change()).apply(original);
      for (int j = 0; j < expected.data().length; j++) {
        float value = (expected.data()[j] & 0xff) * 0.5f;
        assertThat(batch.x().data()[i * expected.data().length + j]).isEqualTo(value);
      }
      assertThat(labelsOf(batch)[3 * i + drawn.index() % 3]).isEqualTo(1);
    }
  }

  private static Image load(int index) {
    try {
      return PICTURES.load(index);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<BatchAugmentation> mixings() {
    return Stream.of(new MixUp(1), new CutMix(1));
  }

  @ParameterizedTest
  @MethodSource("mixings")
  void mixedLabels_areProbabilities_inThePartsOfTheMixture(BatchAugmentation mixing) {
    PipelineFlow plain = new PipelineFlow(Preset.NONE.pipeline(SIZE));

    Batch alone = pass(plain, 1).get(0);
    Batch mixed = pass(plain.mixing(mixing), 1).get(0);

    assertThat(mixed.x().data()).isNotEqualTo(alone.x().data());
    double lambda = partOfItsOwn(mixed);
    assertThat(lambda).isBetween(0.0, 1.0);
    for (int i = 0; i < mixed.size(); i++) {
      int before = (i + mixed.size() - 1) % mixed.size();
      for (int c = 0; c < 3; c++) {
        double expected =
            lambda * labelsOf(alone)[3 * i + c] + (1 - lambda) * labelsOf(alone)[3 * before + c];
        assertThat(labelsOf(mixed)[3 * i + c]).isCloseTo((float) expected, within(1e-6f));
      }
    }
  }

  /** Told from a picture whose neighbour is of another class. */
  private static double partOfItsOwn(Batch mixed) {
    for (int i = 1; i < mixed.size(); i++) {
      int label = mixed.samples().get(i).index() % 3;
      if (label != mixed.samples().get(i - 1).index() % 3) {
        return labelsOf(mixed)[3 * i + label];
      }
    }
    throw new AssertionError("All of a batch are of one class.");
  }

  @Test
  void pipelineOfManySizes_isRefused() {
    Augmentation anySize =
        (random, size) ->
            new ResizeTo(new ImageSize(8 + (int) random.randint(5), 8), Interpolation.BILINEAR);
    PipelineFlow flow = new PipelineFlow(Pipeline.of(anySize));

    assertThatThrownBy(() -> pass(flow, 1)).hasStackTraceContaining("let it end with a ResizeTo");
  }

  @Test
  void subset_isRefused() {
    assertThatThrownBy(
            () ->
                new PipelineFlow(Preset.NONE.pipeline(SIZE))
                    .flow(PICTURES, null, OPTIONS.subset(Subset.TRAINING)))
        .hasMessageContaining("subset=");
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void strongerPresets_showLessOfAPicture(Preset preset) {
    double least = 1;
    for (Batch batch : pass(new PipelineFlow(preset.pipeline(SIZE)), 1)) {
      for (DrawnSample<?> drawn : batch.samples()) {
        least = Math.min(least, drawn.change().shownPart(new ImageSize(32, 30)));
      }
    }
    Interval expected =
        switch (preset) {
          case NONE -> new Interval(1, 1);
          case LIGHT -> new Interval(0.75, 0.95);
          case MEDIUM -> new Interval(0.3, 0.6);
          case STRONG -> new Interval(0.15, 0.4);
        };
    assertThat(least).isBetween(expected.low(), expected.high());
  }
}
