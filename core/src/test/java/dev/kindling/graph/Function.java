package dev.kindling.graph;

import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an operator makes of each element by itself, with its derivative. */
record Function(DoubleUnaryOperator value, DoubleUnaryOperator derivative) {

  /** The function of an operator that works element by element, or null. */
  static @Nullable Function of(Op op) {
    if (op instanceof Cast || op instanceof Flatten || op instanceof Reshape) {
      return new Function(x -> x, x -> 1);
    } else if (op instanceof Clip clip) {
      return new Function(
          x -> Math.max(clip.min(), Math.min(clip.max(), x)),
          x -> x > clip.min() && x < clip.max() ? 1 : 0);
    } else if (op instanceof Elu elu) {
      return new Function(
          x -> x > 0 ? x : elu.alpha() * Math.expm1(x), x -> x > 0 ? 1 : elu.alpha() * Math.exp(x));
    } else if (op instanceof Gelu) {
      return new Function(x -> x * normal(x), x -> normal(x) + x * density(x));
    } else if (op instanceof HardSigmoid hard) {
      return new Function(
          x -> Math.max(0, Math.min(1, hard.alpha() * x + hard.beta())),
          x -> {
            double line = hard.alpha() * x + hard.beta();
            return line > 0 && line < 1 ? hard.alpha() : 0;
          });
    } else if (op instanceof HardSwish) {
      return new Function(
          x -> x * Math.max(0, Math.min(1, x / 6 + 0.5)),
          x -> x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5);
    } else if (op instanceof LeakyRelu leaky) {
      return new Function(x -> x > 0 ? x : leaky.alpha() * x, x -> x > 0 ? 1 : leaky.alpha());
    } else if (op instanceof Relu) {
      return new Function(x -> Math.max(x, 0), x -> x > 0 ? 1 : 0);
    } else if (op instanceof Sigmoid) {
      return new Function(x -> sigmoid(x), x -> sigmoid(x) * sigmoid(-x));
    } else if (op instanceof Softplus) {
      return new Function(x -> Math.log1p(Math.exp(x)), x -> sigmoid(x));
    } else if (op instanceof Tanh) {
      return new Function(Math::tanh, x -> 1 - Math.tanh(x) * Math.tanh(x));
    }
    return null;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /** The standard normal distribution, by Marsaglia's series: exact for the small numbers here. */
  private static double normal(double x) {
    double term = x;
    double sum = x;
    for (int i = 3; i < 200; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * density(x);
  }
}
