package dev.kindling.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.augment.Transform;
import dev.kindling.data.Batches;
import dev.kindling.random.NumpyRandom;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** What happens to a picture's numbers in the end, one picture at a time; and what is warned of. */
class StandardizationTest {

  private static final Tensor PICTURE = pictures(1, 6, 5, 3).reshape(6, 5, 3);

  private static Tensor pictures(int... shape) {
    Tensor x = Tensor.zeros(Shape.of(shape));
    NumpyRandom random = new NumpyRandom(5);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = random.randint(256);
    }
    return x;
  }

  /** Transforming and standardizing by hand is what flows do. */
  @Test
  void randomTransformThenStandardize_isWhatFlowGives() {
    ImageDataGenerator generator =
        new ImageDataGenerator()
            .rotationRange(30)
            .channelShiftRange(30)
            .verticalFlip(true)
            .samplewiseCenter(true)
            .preprocessingFunction(StandardizationTest::squared)
            .rescale(0.1);
    float[] before = PICTURE.data().clone();
    NumpyRandom random = new NumpyRandom(7);
    Tensor changed = generator.randomTransform(PICTURE, random);
    float[] expected = generator.standardize(changed).data();
    assertThat(PICTURE.data()).isEqualTo(before);

    FlowOptions options = new FlowOptions().shuffle(false).seed(7);
    try (Batches batches = generator.flow(PICTURE.reshape(1, 6, 5, 3), options)) {
      // The sums of a changed picture are taken channel by channel: their last bits may differ.
      assertThat(batches.next().x().data()).containsExactly(expected, within(2e-3f));
    }
    assertThat(generator.applyTransform(PICTURE, Transform.NONE).data()).isEqualTo(before);
  }

  private static Tensor squared(Tensor x) {
    Tensor squares = Tensor.zeros(x.shape());
    for (int i = 0; i < x.data().length; i++) {
      squares.data()[i] = x.data()[i] * x.data()[i];
    }
    return squares;
  }

  /** NumPy's sums are exact here too, since these have few bits. */
  @Test
  void samplewise_givesMeanZeroAndDeviationOne() {
    Tensor x =
        new ImageDataGenerator()
            .samplewiseCenter(true)
            .samplewiseStdNormalization(true)
            .standardize(PICTURE);
    double sum = 0;
    double squares = 0;
    for (float value : x.data()) {
      sum += value;
      squares += value * value;
    }
    assertThat(sum / x.data().length).isCloseTo(0, within(1e-6));
    assertThat(squares / x.data().length).isCloseTo(1, within(1e-5));
  }

  /** What whitening is for: the numbers of the pictures it was fitted on do not vary together. */
  @Test
  void zcaWhitening_leavesUncorrelatedNumbers() {
    int n = 200;
    Tensor x = pictures(n, 2, 3, 1);
    for (int i = 1; i < x.data().length; i++) {
      x.data()[i] += x.data()[i - 1] / 2; // neighbours are alike
    }
    ImageDataGenerator generator =
        new ImageDataGenerator().featurewiseCenter(true).zcaWhitening(true).fit(x);
    double[] products = new double[36];
    for (int i = 0; i < n; i++) {
      Tensor one = Tensor.of(Shape.of(2, 3, 1), Arrays.copyOfRange(x.data(), 6 * i, 6 * i + 6));
      float[] white = generator.standardize(one).data();
      for (int j = 0; j < 36; j++) {
        products[j] += white[j / 6] * white[j % 6] / n;
      }
    }
    for (int j = 0; j < 36; j++) {
      assertThat(products[j]).isCloseTo(j / 6 == j % 6 ? 1 : 0, within(1e-4));
    }
  }

  @Test
  void zcaWhitening_isRefusedWithTheMemoryItWouldTake() {
    ImageDataGenerator generator =
        new ImageDataGenerator().featurewiseCenter(true).zcaWhitening(true);
    assertThatThrownBy(() -> generator.fit(Tensor.zeros(2, 150, 150, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("67,500 x 67,500, and 17.0 GB")
        .hasMessageContaining("smaller pictures");
  }

  @Test
  void statisticsOfOtherPictures_areRefused() {
    ImageDataGenerator fitted =
        new ImageDataGenerator().featurewiseCenter(true).fit(pictures(2, 3, 3, 1));
    assertThatThrownBy(() -> fitted.standardize(PICTURE)).hasMessageContaining("1 channels");
    ImageDataGenerator whitening = fitted.zcaWhitening(true).fit(pictures(4, 3, 3, 3));
    assertThatThrownBy(() -> whitening.standardize(PICTURE)).hasMessageContaining("27 numbers");
    ImageDataGenerator odd =
        new ImageDataGenerator().preprocessingFunction(x -> Tensor.zeros(1, 1, 1));
    assertThatThrownBy(() -> odd.standardize(PICTURE))
        .hasMessageContaining("preprocessingFunction")
        .hasMessageContaining("Received: (1, 1, 1)");
  }

  @Test
  void warnings_areThoseOfKeras() {
    ImageDataGenerator plain = new ImageDataGenerator();
    assertThat(warnings(() -> plain.standardize(PICTURE))).isEmpty();
    assertThat(warnings(() -> plain.samplewiseStdNormalization(true).standardize(PICTURE)))
        .singleElement()
        .asString()
        .contains("samplewiseStdNormalization, which overrides the setting of samplewiseCenter");
    assertThat(warnings(() -> plain.featurewiseCenter(true).standardize(PICTURE)))
        .singleElement()
        .asString()
        .contains("featurewiseCenter, but it has not been fit");
    assertThat(
            warnings(
                () ->
                    plain
                        .zcaWhitening(true)
                        .featurewiseStdNormalization(true)
                        .standardize(PICTURE)))
        .hasSize(3);
    assertThat(warnings(() -> plain.flow(Tensor.zeros(2, 4, 4, 2), new FlowOptions()).close()))
        .singleElement()
        .asString()
        .contains("2 channels in an array of shape (2, 4, 4, 2)");
  }

  /** What is logged meanwhile. */
  private static List<String> warnings(Runnable work) {
    Logger logger = Logger.getLogger(ImageDataGenerator.class.getName());
    List<String> messages = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            messages.add(Objects.requireNonNull(new SimpleFormatter().formatMessage(logged)));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    return messages;
  }
}
