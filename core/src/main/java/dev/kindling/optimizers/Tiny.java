package dev.kindling.optimizers;

/**
 * Arithmetic that stays away from the smallest numbers of floating point, the denormal ones, with
 * which a CPU computes up to a hundred times slower. A weight that no sample moves any more, behind
 * a ReLU that is always 0, lets what is remembered of it decay into them within some hundred steps.
 * TensorFlow has the CPU take them for 0, which Java cannot.
 *
 * <p>Both functions change nothing that a step could tell: they are exact for gradients above 1e-17
 * and 1e-18, and next to the epsilon that optimizers add, 1e-7, what is below has no effect.
 */
final class Tiny {

  private static final float LEAST_GRADIENT = 1e-17f;
  private static final float LEAST_MEAN = 1e-25f;

  private Tiny() {}

  /** The square of a gradient, at least 1e-34: also a mean of such squares is no smaller. */
  static float square(float gradient) {
    float size = Math.max(Math.abs(gradient), LEAST_GRADIENT);
    return size * size;
  }

  /** A number, or 0 if it is smaller than some 1e-32: the rounding of two sums does that. */
  static float flushed(float number) {
    return number + LEAST_MEAN - LEAST_MEAN;
  }
}
