package dev.kindling.regression;

import dev.kindling.tensor.Parts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;

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
    Value[] at(int[] which, double[][] points, double[][] gradients);
  }

  /**
   * A function's value at a point.
   *
   * @param steepness how far from level the function is there, which ends its search; in
   *     coordinates of its own, perhaps
   */
  record Value(double value, double steepness) {}

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
   * @param tolerance a search ends where its function is no steeper
   * @param enough asked after each step; all searches end where they are once it is true
   * @param threads how many threads work on the searches' steps
   */
  static double[][] least(
      double[][] starts,
      Functions functions,
      double tolerance,
      BooleanSupplier enough,
      int threads) {
    List<Search> all = new ArrayList<>();
    for (double[] start : starts) {
      all.add(new Search(all.size(), start, tolerance));
    }
    List<Search> going = new ArrayList<>(all);
    while (!going.isEmpty() && !enough.getAsBoolean()) {
      int[] which = going.stream().mapToInt(search -> search.number).toArray();
      double[][] points = going.stream().map(search -> search.next).toArray(double[][]::new);
      double[][] gradients =
          going.stream().map(search -> search.nextGradient).toArray(double[][]::new);
      Value[] values = functions.at(which, points, gradients);
      List<Search> hearing = List.copyOf(going);
      Parts.forEachPiece(values.length, threads, i -> hearing.get(i).hear(values[i]));
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

    void hear(Value heard) {
      double nextValue = heard.value();
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
      if (taken++ == MOST_STEPS || heard.steepness() <= tolerance) {
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

  /** In four sums, which a CPU adds to at once. */
  private static double dot(double[] a, double[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int whole = a.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      sum0 += a[i] * b[i];
      sum1 += a[i + 1] * b[i + 1];
      sum2 += a[i + 2] * b[i + 2];
      sum3 += a[i + 3] * b[i + 3];
    }
    for (int i = whole; i < a.length; i++) {
      sum0 += a[i] * b[i];
    }
    return sum0 + sum1 + sum2 + sum3;
  }

  private static void add(double[] to, double factor, double[] values) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * values[i];
    }
  }
}
