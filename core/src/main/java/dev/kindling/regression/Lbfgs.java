package dev.kindling.regression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Finds the least values of smooth convex functions by their gradients: L-BFGS (Liu and Nocedal,
 * 1989), with the last ten steps remembered and steps halved until the value falls enough (Armijo).
 *
 * <p>Several searches go on side by side and independently, a step of each at a time, so that the
 * functions can be computed together.
 */
final class Lbfgs {

  /** What is to be made least. */
  interface Functions {
    /**
     * The values of some functions, each at a point of its own.
     *
     * @param which the functions' numbers
     * @param points one for each of those
     * @param gradients the gradient of each at its point is written there
     */
    double[] at(int[] which, double[][] points, double[][] gradients);
  }

  private static final int MEMORY = 10;
  private static final int MOST_STEPS = 1000;
  private static final int MOST_HALVINGS = 40;
  private static final double ENOUGH = 1e-4;

  /** A step, the change of the gradient over it, and one over their product. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Step(double[] s, double[] y, double rho) {}

  private Lbfgs() {}

  /**
   * The points found.
   *
   * @param starts where each search begins; they stay as they are
   * @param tolerance a search ends where no component of its gradient is larger
   */
  static double[][] least(double[][] starts, Functions functions, double tolerance) {
    List<Search> all = new ArrayList<>();
    for (double[] start : starts) {
      all.add(new Search(all.size(), start, tolerance));
    }
    List<Search> going = new ArrayList<>(all);
    while (!going.isEmpty()) {
      int[] which = going.stream().mapToInt(search -> search.number).toArray();
      double[][] points = going.stream().map(search -> search.next).toArray(double[][]::new);
      double[][] gradients =
          going.stream().map(search -> search.nextGradient).toArray(double[][]::new);
      double[] values = functions.at(which, points, gradients);
      for (int i = 0; i < values.length; i++) {
        going.get(i).hear(values[i]);
      }
      going.removeIf(search -> search.done);
    }
    return all.stream().map(search -> search.x).toArray(double[][]::new);
  }

  /** One search: it asks for the value at {@code next}, and goes on when it hears it. */
  private static final class Search {

    final int number;
    double[] x;
    double[] next;
    double[] nextGradient;
    boolean done;
    private final double tolerance;
    private final Deque<Step> steps = new ArrayDeque<>();
    private double value;
    private double[] gradient;
    private double[] direction;
    private double slope;
    private double length;
    private int halvings = -1; // before the value at the start is known
    private int taken;

    Search(int number, double[] start, double tolerance) {
      this.number = number;
      this.tolerance = tolerance;
      x = start;
      next = start.clone();
      nextGradient = new double[x.length];
      gradient = nextGradient;
      direction = nextGradient;
    }

    void hear(double nextValue) {
      boolean first = halvings < 0;
      boolean enough = first || nextValue <= value + ENOUGH * length * slope;
      if (!enough && ++halvings < MOST_HALVINGS) {
        length /= 2;
        propose();
        return;
      }
      if (!first && !(nextValue < value)) {
        done = true; // As low as these numbers can tell.
        return;
      }
      if (!first) {
        remember();
      }
      x = next;
      gradient = nextGradient;
      value = nextValue;
      if (taken++ == MOST_STEPS || largest(gradient) <= tolerance) {
        done = true;
        return;
      }
      direction = direction();
      slope = dot(direction, gradient);
      length = steps.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
      halvings = 0;
      next = new double[x.length];
      nextGradient = new double[x.length];
      propose();
    }

    private void propose() {
      for (int i = 0; i < next.length; i++) {
        next[i] = x[i] + length * direction[i];
      }
    }

    /** Against the gradient, stretched by what the last steps tell of the curvature. */
    private double[] direction() {
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

    private void remember() {
      double[] s = difference(next, x);
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

  private static double dot(double[] a, double[] b) {
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
