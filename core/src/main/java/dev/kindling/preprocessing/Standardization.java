package dev.kindling.preprocessing;

import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the numbers of a picture in the end, the same for each: Keras's {@code
 * standardize}, in its order and its 32-bit steps. Any number of threads may use it.
 */
final class Standardization {

  /** What Keras adds to standard deviations, so that none is 0. */
  static final float TINY = 1e-6f;

  private static final Logger LOG = System.getLogger(ImageDataGenerator.class.getName());

  private final Shape picture;
  private final int channels;
  private final @Nullable UnaryOperator<Tensor> preprocessingFunction;
  private final float rescale;
  private final boolean samplewiseCenter;
  private final boolean samplewiseStd;
  private final float @Nullable [] mean;
  private final float @Nullable [] std;
  private final @Nullable Tensor zcaWhiteningMatrix;

  /** What a generator does to pictures of a shape; warns where Keras does. */
  Standardization(ImageDataGenerator generator, Shape picture) {
    this.picture = picture;
    this.channels = picture.size(2);
    this.preprocessingFunction = generator.preprocessingFunction();
    this.rescale = (float) generator.rescale();
    this.samplewiseStd = generator.samplewiseStdNormalization();
    this.samplewiseCenter = generator.samplewiseCenter() || samplewiseStd;
    if (samplewiseCenter && !generator.samplewiseCenter()) {
      FeaturewiseSteps.warnOfOverride("samplewiseStdNormalization", "samplewiseCenter");
    }
    FeaturewiseSteps steps = FeaturewiseSteps.of(generator);
    FeatureStatistics statistics = statistics(generator, steps);
    this.mean = steps.center() ? channelwise(statistics.mean()) : null;
    this.std = steps.stdNormalization() ? channelwise(statistics.std()) : null;
    this.zcaWhiteningMatrix = steps.zcaWhitening() ? statistics.zcaWhiteningMatrix() : null;
    if (zcaWhiteningMatrix != null && zcaWhiteningMatrix.shape().size(0) != picture.elements()) {
      throw new IllegalArgumentException(
          "fit() was given pictures of %d numbers; these have %d, their shape being %s."
              .formatted(zcaWhiteningMatrix.shape().size(0), picture.elements(), picture));
    }
  }

  private static FeatureStatistics statistics(
      ImageDataGenerator generator, FeaturewiseSteps steps) {
    FeatureStatistics statistics = generator.statistics();
    if (statistics == null) {
      statistics = new FeatureStatistics(null, null, null);
    }
    if ((steps.center() && statistics.mean() == null)
        || (steps.stdNormalization() && statistics.std() == null)
        || (steps.zcaWhitening() && statistics.zcaWhiteningMatrix() == null)) {
      LOG.log(
          Level.WARNING,
          "This ImageDataGenerator specifies {0}, but it has not been fit on any training data, and"
              + " leaves it out. Use the generator that fit(pictures) gives.",
          steps);
    }
    return statistics;
  }

  private float @Nullable [] channelwise(@Nullable Tensor statistic) {
    if (statistic == null) {
      return null;
    }
    if (statistic.data().length != channels) {
      throw new IllegalArgumentException(
          "fit() was given pictures of %d channels; these have %d, their shape being %s."
              .formatted(statistic.data().length, channels, picture));
    }
    return statistic.data();
  }

  /** What a {@link dev.kindling.augment.Warp} may multiply by at once, before {@link #apply}. */
  float rescaleAtOnce() {
    return preprocessingFunction == null ? rescale : 1;
  }

  /**
   * Changes the picture that begins at index {@code at}, already multiplied by {@link
   * #rescaleAtOnce()}.
   *
   * @param planar whether NumPy would hold its channels one after the other, and sum it so
   */
  void apply(float[] values, int at, boolean planar) {
    int length = (int) picture.elements();
    if (preprocessingFunction != null) {
      preprocess(preprocessingFunction, values, at, length);
    }
    if (samplewiseCenter) {
      PairwiseSum sum = new PairwiseSum(values, at, length, channels, planar);
      float center = (float) ((double) sum.of(value -> value) / length);
      for (int i = at; i < at + length; i++) {
        values[i] -= center;
      }
    }
    if (samplewiseStd) {
      PairwiseSum sum = new PairwiseSum(values, at, length, channels, planar);
      float spread = std(sum, length) + TINY;
      for (int i = at; i < at + length; i++) {
        values[i] /= spread;
      }
    }
    if (mean != null) {
      for (int i = 0; i < length; i++) {
        values[at + i] -= mean[i % channels];
      }
    }
    if (std != null) {
      for (int i = 0; i < length; i++) {
        values[at + i] /= std[i % channels] + TINY;
      }
    }
    if (zcaWhiteningMatrix != null) {
      ZcaWhitening.apply(zcaWhiteningMatrix, values, at);
    }
  }

  private static float std(PairwiseSum sum, int length) {
    float mean = (float) ((double) sum.of(value -> value) / length);
    float squares = sum.of(value -> (value - mean) * (value - mean));
    return (float) Math.sqrt((float) ((double) squares / length));
  }

  private void preprocess(UnaryOperator<Tensor> function, float[] values, int at, int length) {
    Tensor x = Tensor.of(picture, Arrays.copyOfRange(values, at, at + length));
    Tensor changed = function.apply(x);
    if (!changed.shape().equals(picture)) {
      throw new IllegalArgumentException(
          "preprocessingFunction must give back a picture of the shape it was given, %s. Received: %s"
              .formatted(picture, changed.shape()));
    }
    for (int i = 0; i < length; i++) {
      values[at + i] = changed.data()[i] * rescale;
    }
  }
}
