package dev.kindling.preprocessing;

import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ImageDataGenerator#fit} has found in sample pictures, as far as the generator's
 * options ask for it: the attributes of the same names of Keras's.
 *
 * @param mean the mean of each channel, {@code (channels)}
 * @param std the standard deviation of each channel, {@code (channels)}
 * @param zcaWhiteningMatrix what a picture, laid out as a row, is multiplied by: {@code (elements,
 *     elements)}
 */
public record FeatureStatistics(
    @Nullable Tensor mean, @Nullable Tensor std, @Nullable Tensor zcaWhiteningMatrix) {

  /**
   * The statistics of pictures, whose values are lost. Keras sums in 32 bits, which goes wrong by
   * and by from some hundred pictures on; here sums have 64.
   */
  static FeatureStatistics taking(Tensor x, FeaturewiseSteps steps, double zcaEpsilon) {
    Tensor mean = steps.center() ? mean(x) : null;
    if (mean != null) {
      subtract(x, mean);
    }
    Tensor std = steps.stdNormalization() ? std(x) : null;
    if (std != null) {
      divide(x, std);
    }
    Tensor matrix = steps.zcaWhitening() ? ZcaWhitening.matrix(x, zcaEpsilon) : null;
    return new FeatureStatistics(mean, std, matrix);
  }

  private static Tensor mean(Tensor x) {
    int channels = x.shape().size(-1);
    double[] sums = new double[channels];
    for (int i = 0; i < x.data().length; i++) {
      sums[i % channels] += x.data()[i];
    }
    return perPixel(sums, x);
  }

  /** From the mean of the values, which need not be 0. */
  private static Tensor std(Tensor x) {
    int channels = x.shape().size(-1);
    float[] mean = mean(x).data();
    double[] squares = new double[channels];
    for (int i = 0; i < x.data().length; i++) {
      double distance = (double) x.data()[i] - mean[i % channels];
      squares[i % channels] += distance * distance;
    }
    Tensor variance = perPixel(squares, x);
    for (int channel = 0; channel < channels; channel++) {
      variance.data()[channel] = (float) Math.sqrt(variance.data()[channel]);
    }
    return variance;
  }

  private static Tensor perPixel(double[] sums, Tensor x) {
    double pixels = (double) x.data().length / sums.length;
    Tensor means = Tensor.zeros(Shape.of(sums.length));
    for (int channel = 0; channel < sums.length; channel++) {
      means.data()[channel] = (float) (sums[channel] / pixels);
    }
    return means;
  }

  private static void subtract(Tensor x, Tensor mean) {
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] -= mean.data()[i % mean.data().length];
    }
  }

  private static void divide(Tensor x, Tensor std) {
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] /= std.data()[i % std.data().length] + Standardization.TINY;
    }
  }
}
