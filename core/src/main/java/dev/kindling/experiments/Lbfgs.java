package dev.kindling.experiments;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Finds the least value of a smooth convex function by its gradient: L-BFGS (Liu and Nocedal,
 * 1989), with the last ten steps remembered and steps halved until the value falls enough (Armijo).
 */
final class Lbfgs {

  /** What is to be made least. */
  interface Function {
    /** The value at a point; the gradient there is written into the array. */
    double at(double[] point, double[] gradient);
  }

  private static final int MEMORY = 10;
  private static final int MOST_STEPS = 1000;
  private static final int MOST_HALVINGS = 40;
  private static final double ENOUGH = 1e-4;

  /** A step, the change of the gradient over it, and one over their product. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Step(double[] s, double[] y, double rho) {}

  private final Function function;
  private final double tolerance;
  private final Deque<Step> steps = new ArrayDeque<>();

  /**
   * A search.
   *
   * @param tolerance ends where no component of the gradient is larger
   */
  Lbfgs(Function function, double tolerance) {
    this.function = function;
    this.tolerance = tolerance;
  }

  /** The point found; the search begins at the one given, which stays as it is. */
  double[] from(double[] start) {
    double[] x = start.clone();
    double[] gradient = new double[x.length];
    double value = function.at(x, gradient);
    for (int i = 0; i < MOST_STEPS && largest(gradient) > tolerance; i++) {
      double[] direction = direction(gradient);
      double slope = dot(direction, gradient);
      double length = steps.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
      double[] next = new double[x.length];
      double[] nextGradient = new double[x.length];
      double nextValue = Double.POSITIVE_INFINITY;
      for (int halving = 0; halving < MOST_HALVINGS; halving++) {
        for (int k = 0; k < x.length; k++) {
          next[k] = x[k] + length * direction[k];
        }
        nextValue = function.at(next, nextGradient);
        if (nextValue <= value + ENOUGH * length * slope) {
          break;
        }
        length /= 2;
      }
      if (!(nextValue < value)) {
        return x; // As low as these numbers can tell.
      }
      remember(x, next, gradient, nextGradient);
      x = next;
      gradient = nextGradient;
      value = nextValue;
    }
    return x;
  }

  /** Against the gradient, stretched by what the last steps tell of the curvature. */
  private double[] direction(double[] gradient) {
    double[] q = gradient.clone();
    double[] alpha = new double[steps.size()];
    int i = 0;
    for (Step step : steps) { // the newest first
      alpha[i] = step.rho() * dot(step.s(), q);
      add(q, -alpha[i++], step.y());
    }
    if (!steps.isEmpty()) {
      Step newest = steps.getFirst();
      double scale = 1 / (newest.rho() * dot(newest.y(), newest.y()));
      Arrays.setAll(q, k -> q[k] * scale);
    }
    for (Iterator<Step> oldestFirst = steps.descendingIterator(); oldestFirst.hasNext(); ) {
      Step step = oldestFirst.next();
      double beta = step.rho() * dot(step.y(), q);
      add(q, alpha[--i] - beta, step.s());
    }
    Arrays.setAll(q, k -> -q[k]);
    return q;
  }

  private void remember(double[] from, double[] to, double[] gradient, double[] nextGradient) {
    double[] s = difference(to, from);
    double[] y = difference(nextGradient, gradient);
    double product = dot(s, y);
    if (product <= 0) {
      return; // Rounding; it would tell of no curvature.
    }
    steps.addFirst(new Step(s, y, 1 / product));
    if (steps.size() > MEMORY) {
      steps.removeLast();
    }
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  static double dot(double[] a, double[] b) {
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i + 1 < a.length; i += 2) {
      even += a[i] * b[i];
      odd += a[i + 1] * b[i + 1];
    }
    return even + odd + (i < a.length ? a[i] * b[i] : 0);
  }

  private static void add(double[] to, double factor, double[] values) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * values[i];
    }
  }
}
