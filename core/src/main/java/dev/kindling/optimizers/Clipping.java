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

  private static double squares(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += (double) number * number;
    }
    return sum;
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
