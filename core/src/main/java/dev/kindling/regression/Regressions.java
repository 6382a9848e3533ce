package dev.kindling.regression;

import dev.kindling.engine.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several regressions of the same samples, which count differently in each: side by side, so that
 * one product of matrices serves them all.
 *
 * <p>It holds native memory until it is {@linkplain #close() closed}.
 */
final class Regressions implements AutoCloseable {

  /** Of the gradient of the mean loss: scikit-learn's own is 1e-4. */
  private static final double TOLERANCE = 1e-5;

  private final Samples samples;
  private final List<double[]> weights;
  private final double[] totals;
  private final List<Scaling> scalings = new ArrayList<>();
  private final int threads;
  private final int features;
  private final int logits;
  private Products products;

  /** Room for the products of so many regressions. */
  private record Products(Matrix coefficients, Matrix errors, Matrix gradients)
      implements AutoCloseable {

    static Products of(int samples, int features, int columns) {
      return new Products(
          new Matrix(features, columns),
          new Matrix(samples, columns),
          new Matrix(features, columns));
    }

    @Override
    public void close() {
      coefficients.close();
      errors.close();
      gradients.close();
    }
  }

  /**
   * Regressions.
   *
   * @param weights how much each sample counts, for each regression; 0 leaves a sample out. Each
   *     standardizes by the samples that count in it.
   */
  Regressions(Samples samples, List<double[]> weights, int threads) {
    this.samples = samples;
    this.weights = weights;
    this.threads = threads;
    features = samples.features();
    logits = samples.classes() == 2 ? 1 : samples.classes();
    totals = weights.stream().mapToDouble(each -> Arrays.stream(each).sum()).toArray();
    float[] row = new float[features];
    for (double[] each : weights) {
      scalings.add(
          Scaling.of(
              samples.samples(),
              i -> {
                samples.x().get(i, row);
                return row;
              },
              each));
    }
    products = Products.of(samples.samples(), features, weights.size() * logits);
  }

  /** Nothing learnt yet, for each. */
  List<LogisticRegression> zeros() {
    return weights.stream()
        .map(each -> LogisticRegression.zero(features, samples.classes()))
        .toList();
  }

  /**
   * The regressions, for the samples as they are in memory.
   *
   * @param c the inverse of the penalty's strength, in all
   * @param starts where the searches begin; those of a nearby C save most of it
   */
  List<LogisticRegression> fit(double c, List<LogisticRegression> starts) {
    double[][] from = new double[starts.size()][];
    for (int i = 0; i < from.length; i++) {
      from[i] = standardized(starts.get(i), scalings.get(i)).flat();
    }
    double[][] found =
        Lbfgs.least(
            from, (which, points, gradients) -> losses(c, which, points, gradients), TOLERANCE);
    List<LogisticRegression> regressions = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      regressions.add(scalings.get(i).into(LogisticRegression.of(found[i], features)));
    }
    return regressions;
  }

  /** The other way round than {@link Scaling#into}. */
  private static LogisticRegression standardized(LogisticRegression raw, Scaling scaling) {
    double[] means = scaling.means().clone();
    double[] factors = scaling.deviations().clone();
    Arrays.setAll(means, j -> -means[j] / factors[j]);
    Arrays.setAll(factors, j -> 1 / factors[j]);
    return new Scaling(means, factors).into(raw);
  }

  /** The mean losses with their penalties; as the search sees it, features are standardized. */
  private double[] losses(double c, int[] which, double[][] points, double[][] gradients) {
    int columns = which.length * logits;
    if (products.errors().columns() != columns) {
      products.close();
      products = Products.of(samples.samples(), features, columns);
    }
    double[][] intercepts = putCoefficients(which, points);
    products.errors().product(samples.x(), false, products.coefficients(), threads);
    double[][] sums = new double[which.length][logits];
    double[] losses = putErrors(which, intercepts, sums);
    products.gradients().product(samples.x(), true, products.errors(), threads);
    for (int p = 0; p < which.length; p++) {
      double penalty = 1 / (c * totals[which[p]]);
      losses[p] += addPenalty(points[p], penalty, gradients[p]);
    }
    addGradients(which, sums, gradients);
    return losses;
  }

  /** For features as they are; the intercepts that go with them are returned. */
  private double[][] putCoefficients(int[] which, double[][] points) {
    double[][] intercepts = new double[which.length][logits];
    float[] row = new float[which.length * logits];
    for (int p = 0; p < which.length; p++) {
      System.arraycopy(points[p], logits * features, intercepts[p], 0, logits);
    }
    for (int j = 0; j < features; j++) {
      for (int p = 0; p < which.length; p++) {
        Scaling scaling = scalings.get(which[p]);
        for (int k = 0; k < logits; k++) {
          double coefficient = points[p][k * features + j] / scaling.deviations()[j];
          intercepts[p][k] -= coefficient * scaling.means()[j];
          row[p * logits + k] = (float) coefficient;
        }
      }
      products.coefficients().put(j, row);
    }
    return intercepts;
  }

  /** Replaces the products by what is wrong with the scores, and returns the losses. */
  private double[] putErrors(int[] which, double[][] intercepts, double[][] sums) {
    double[] losses = new double[which.length];
    float[] row = new float[which.length * logits];
    for (int i = 0; i < samples.samples(); i++) {
      products.errors().get(i, row);
      int actual = samples.classOf(i);
      for (int p = 0; p < which.length; p++) {
        int from = p * logits;
        double weight = weights.get(which[p])[i] / totals[which[p]];
        if (weight == 0) {
          Arrays.fill(row, from, from + logits, 0);
          continue;
        }
        for (int k = 0; k < logits; k++) {
          row[from + k] += (float) intercepts[p][k];
        }
        losses[p] += weight * LogisticRegression.loss(row, from, logits, actual);
        for (int k = 0; k < logits; k++) {
          double target = logits == 1 ? actual : k == actual ? 1 : 0;
          double error = weight * (row[from + k] - target);
          sums[p][k] += error;
          row[from + k] = (float) error;
        }
      }
      products.errors().put(i, row);
    }
    return losses;
  }

  private double addPenalty(double[] point, double penalty, double[] gradient) {
    double squares = 0;
    for (int j = 0; j < logits * features; j++) {
      squares += point[j] * point[j];
      gradient[j] = penalty * point[j];
    }
    return penalty / 2 * squares;
  }

  private void addGradients(int[] which, double[][] sums, double[][] gradients) {
    float[] row = new float[which.length * logits];
    for (int j = 0; j < features; j++) {
      products.gradients().get(j, row);
      for (int p = 0; p < which.length; p++) {
        Scaling scaling = scalings.get(which[p]);
        double mean = scaling.means()[j];
        for (int k = 0; k < logits; k++) {
          gradients[p][k * features + j] +=
              (row[p * logits + k] - mean * sums[p][k]) / scaling.deviations()[j];
        }
      }
    }
    for (int p = 0; p < which.length; p++) {
      System.arraycopy(sums[p], 0, gradients[p], logits * features, logits);
    }
  }

  @Override
  public void close() {
    products.close();
  }
}
