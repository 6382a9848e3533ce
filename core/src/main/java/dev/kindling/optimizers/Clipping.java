package dev.kindling.optimizers;

import dev.kindling.tensor.Tensor;
import java.util.Collection;

/** Holds gradients down, in Keras's three ways. */
final class Clipping {

  private Clipping() {}

  static void clip(Collection<Tensor> gradients, OptimizerOptions options) {
    if (options.clipnorm() > 0) {
      gradients.forEach(
          gradient -> shorten(gradient.data(), squares(gradient.data()), options.clipnorm()));
    } else if (options.globalClipnorm() > 0) {
      double squares = gradients.stream().mapToDouble(each -> squares(each.data())).sum();
      gradients.forEach(gradient -> shorten(gradient.data(), squares, options.globalClipnorm()));
    } else if (options.clipvalue() > 0) {
      gradients.forEach(gradient -> hold(gradient.data(), (float) options.clipvalue()));
    }
  }

  /** In four sums, which a CPU adds to at once. */
  private static double squares(float[] numbers) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int whole = numbers.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      sum0 += (double) numbers[i] * numbers[i];
      sum1 += (double) numbers[i + 1] * numbers[i + 1];
      sum2 += (double) numbers[i + 2] * numbers[i + 2];
      sum3 += (double) numbers[i + 3] * numbers[i + 3];
    }
    for (int i = whole; i < numbers.length; i++) {
      sum0 += (double) numbers[i] * numbers[i];
    }
    return sum0 + sum1 + sum2 + sum3;
  }

  /** Scales down what is longer than {@code most}; a norm that is no number makes all NaN. */
  private static void shorten(float[] gradient, double squares, double most) {
    double norm = Math.sqrt(squares);
    if (norm <= most) {
      return;
    }
    float scale = (float) (most / norm);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= scale;
    }
  }

  private static void hold(float[] gradient, float most) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = Math.max(-most, Math.min(most, gradient[i]));
    }
  }
}
