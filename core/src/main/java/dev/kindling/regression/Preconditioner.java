package dev.kindling.regression;

import dev.kindling.engine.Matrix;
import dev.kindling.tensor.Parts;
import java.util.Arrays;
import java.util.Random;

/**
 * Coordinates in which the loss of a regression bends about as much in every direction, so that a
 * search takes half of the steps or fewer: features of a network vary together, a hundred times as
 * much in some directions as in others. The directions of most variance are found by orthogonal
 * iteration; the others are taken to be alike.
 *
 * <p>It holds native memory until it is {@linkplain #close() closed}.
 */
final class Preconditioner implements AutoCloseable {

  private static final int DIRECTIONS = 16;

  /** More of them bring the directions no nearer than a search needs. */
  private static final int ITERATIONS = 4;

  /** What is left of a row that is a sum of those before it. */
  private static final double ROUNDING = 1e-6;

  private final int threads;
  private final int features;

  /** Orthonormal rows. */
  private final Matrix directions;

  private final double[] variances;
  private final double otherVariance;

  private double[] factors = {};
  private double otherFactor = 1;
  private double interceptFactor = 1;

  /**
   * For regressions of such samples.
   *
   * @param x features, standardized, a sample a row
   */
  Preconditioner(Matrix x, int threads) {
    this.threads = threads;
    features = x.columns();
    int count = Math.min(DIRECTIONS, Math.min(features, x.rows()));
    float[][] rows = drawn(count, features);
    directions = new Matrix(count, features);
    variances = new double[count];
    try (Matrix seen = new Matrix(count, x.rows())) {
      for (int i = 0; i < ITERATIONS; i++) {
        put(rows);
        seen.product(directions, x, true, threads);
        directions.product(seen, x, false, threads);
        for (int k = 0; k < count; k++) {
          directions.get(k, rows[k]);
          variances[k] = orthonormalize(rows, k) / x.rows();
        }
      }
    }
    put(rows);
    double told = Arrays.stream(variances).sum();
    double others = Math.max(0, features - told) / Math.max(1, features - count);
    otherVariance = Math.min(others, variances[count - 1]);
  }

  private static float[][] drawn(int rows, int columns) {
    Random random = new Random(1);
    float[][] drawn = new float[rows][columns];
    for (float[] row : drawn) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return drawn;
  }

  private void put(float[][] rows) {
    for (int k = 0; k < rows.length; k++) {
      directions.put(k, rows[k]);
    }
  }

  /** Takes from a row what lies along those before it; returns what its length was then. */
  private static double orthonormalize(float[][] rows, int which) {
    float[] row = rows[which];
    double whole = Math.sqrt(dot(row, row));
    for (int k = 0; k < 2 * which; k++) { // Twice: the first time rounding leaves something.
      float[] before = rows[k % which];
      add(row, (float) -dot(row, before), before);
    }
    double length = Math.sqrt(dot(row, row));
    if (length <= ROUNDING * whole) {
      Arrays.fill(row, 0);
      return 0;
    }
    for (int j = 0; j < row.length; j++) {
      row[j] = (float) (row[j] / length);
    }
    return length;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static void add(float[] to, float factor, float[] values) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * values[i];
    }
  }

  /**
   * Suits the coordinates to a loss.
   *
   * @param curvature how much it bends along a logit, on average
   * @param penalty how much it bends along a weight by its penalty
   */
  void suit(double curvature, double penalty) {
    factors =
        Arrays.stream(variances)
            .map(each -> each > 0 ? 1 / Math.sqrt(curvature * each + penalty) : 0)
            .toArray();
    otherFactor = 1 / Math.sqrt(curvature * otherVariance + penalty);
    interceptFactor = 1 / Math.sqrt(curvature);
  }

  /**
   * From these coordinates to weights, in place; gradients by weights become those by coordinates
   * in the same way.
   *
   * @param points each the weights of its logits one after the other, then the intercepts
   */
  void apply(double[][] points) {
    stretch(points, factors, otherFactor, interceptFactor);
  }

  /** From weights to these coordinates, in place. */
  void undo(double[][] points) {
    double[] inverse = Arrays.stream(factors).map(each -> each > 0 ? 1 / each : 0).toArray();
    stretch(points, inverse, 1 / otherFactor, 1 / interceptFactor);
  }

  private void stretch(double[][] points, double[] along, double other, double intercept) {
    int logits = points[0].length / (features + 1);
    int length = logits * features;
    float[] numbers = new float[points.length * length];
    Parts.forEachPiece(points.length, threads, p -> narrow(points[p], length, numbers, p * length));
    try (Matrix rows = new Matrix(points.length * logits, features);
        Matrix parts = new Matrix(points.length * logits, along.length)) {
      rows.put(numbers);
      parts.product(rows, directions, true, threads);
      float[] ofParts = new float[parts.rows() * along.length];
      parts.get(ofParts);
      for (int i = 0; i < ofParts.length; i++) {
        double stretched = along[i % along.length];
        ofParts[i] *= (float) (stretched == 0 ? 0 : stretched - other);
      }
      parts.put(ofParts);
      rows.product(parts, directions, false, threads);
      rows.get(numbers);
    }
    Parts.forEachPiece(
        points.length,
        threads,
        p -> {
          add(points[p], length, other, numbers, p * length);
          for (int k = length; k < points[p].length; k++) {
            points[p][k] *= intercept;
          }
        });
  }

  private static void narrow(double[] point, int length, float[] numbers, int to) {
    for (int i = 0; i < length; i++) {
      numbers[to + i] = (float) point[i];
    }
  }

  private static void add(double[] point, int length, double factor, float[] numbers, int from) {
    for (int i = 0; i < length; i++) {
      point[i] = factor * point[i] + numbers[from + i];
    }
  }

  @Override
  public void close() {
    directions.close();
  }
}
