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

  private final Samples samples;
  private final List<double[]> weights;
  private final double[] totals;
  private final List<Scaling> scalings = new ArrayList<>();
  private final int threads;
  private final int features;
  private final int logits;
  private Products products;

  /**
   * Room for the products of some regressions, a row for each logit of each, and for their numbers
   * as Java has them.
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Products(
      Matrix coefficients, Matrix errors, Matrix gradients, float[] ofSamples, float[] ofFeatures)
      implements AutoCloseable {

    static Products of(int samples, int features, int rows) {
      return new Products(
          new Matrix(rows, features),
          new Matrix(rows, samples),
          new Matrix(rows, features),
          new float[rows * samples],
          new float[rows * features]);
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
   * @param tolerance the largest component that the gradient of the mean loss may have at the end
   */
  List<LogisticRegression> fit(double c, List<LogisticRegression> starts, double tolerance) {
    double[][] from = new double[starts.size()][];
    for (int i = 0; i < from.length; i++) {
      from[i] = standardized(starts.get(i), scalings.get(i)).flat();
    }
    double[][] found =
        Lbfgs.least(
            from, (which, points, gradients) -> losses(c, which, points, gradients), tolerance);
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
    int rows = which.length * logits;
    if (products.errors().rows() != rows) {
      products.close();
      products = Products.of(samples.samples(), features, rows);
    }
    double[][] intercepts = new double[which.length][];
    for (int p = 0; p < which.length; p++) {
      intercepts[p] = putCoefficients(scalings.get(which[p]), points[p], p * logits);
    }
    products.coefficients().put(products.ofFeatures());
    products.errors().product(products.coefficients(), samples.x(), true, threads);
    products.errors().get(products.ofSamples());
    double[][] sums = new double[which.length][logits];
    double[] losses = new double[which.length];
    for (int p = 0; p < which.length; p++) {
      losses[p] = putErrors(which[p], p * logits, intercepts[p], sums[p]);
    }
    products.errors().put(products.ofSamples());
    products.gradients().product(products.errors(), samples.x(), false, threads);
    products.gradients().get(products.ofFeatures());
    for (int p = 0; p < which.length; p++) {
      double penalty = 1 / (c * totals[which[p]]);
      losses[p] += addPenalty(points[p], penalty, gradients[p]);
      addGradients(scalings.get(which[p]), p * logits, sums[p], gradients[p]);
    }
    return losses;
  }

  // The loops below are short methods of their own: a search is over before Java has compiled long
  // ones.

  /** For features as they are; the intercepts that go with them are returned. */
  private double[] putCoefficients(Scaling scaling, double[] point, int row) {
    double[] intercepts = new double[logits];
    for (int k = 0; k < logits; k++) {
      double moved =
          putCoefficients(scaling.means(), scaling.deviations(), point, k * features, row + k);
      intercepts[k] = point[logits * features + k] - moved;
    }
    return intercepts;
  }

  private double putCoefficients(
      double[] means, double[] deviations, double[] point, int from, int row) {
    float[] into = products.ofFeatures();
    double moved = 0;
    for (int j = 0; j < features; j++) {
      double coefficient = point[from + j] / deviations[j];
      moved += coefficient * means[j];
      into[row * features + j] = (float) coefficient;
    }
    return moved;
  }

  /** Replaces a regression's products by what is wrong with its scores, and returns its loss. */
  private double putErrors(int which, int row, double[] intercepts, double[] sums) {
    double[] counts = weights.get(which);
    double loss = 0;
    for (int i = 0; i < counts.length; i++) {
      double weight = counts[i] / totals[which];
      int from = row * counts.length + i;
      loss += putErrors(weight, samples.classOf(i), from, counts.length, intercepts, sums);
    }
    return loss;
  }

  private double putErrors(
      double weight, int actual, int from, int stride, double[] intercepts, double[] sums) {
    float[] errors = products.ofSamples();
    if (weight == 0) {
      for (int k = 0; k < logits; k++) {
        errors[from + k * stride] = 0;
      }
      return 0;
    }
    for (int k = 0; k < logits; k++) {
      errors[from + k * stride] += (float) intercepts[k];
    }
    double loss = LogisticRegression.loss(errors, from, stride, logits, actual);
    for (int k = 0; k < logits; k++) {
      double target = logits == 1 ? actual : k == actual ? 1 : 0;
      double error = weight * (errors[from + k * stride] - target);
      sums[k] += error;
      errors[from + k * stride] = (float) error;
    }
    return weight * loss;
  }

  private double addPenalty(double[] point, double penalty, double[] gradient) {
    double squares = 0;
    for (int j = 0; j < logits * features; j++) {
      squares += point[j] * point[j];
      gradient[j] = penalty * point[j];
    }
    return penalty / 2 * squares;
  }

  private void addGradients(Scaling scaling, int row, double[] sums, double[] gradient) {
    for (int k = 0; k < logits; k++) {
      addGradients(scaling.means(), scaling.deviations(), row + k, sums[k], gradient, k * features);
    }
    System.arraycopy(sums, 0, gradient, logits * features, logits);
  }

  private void addGradients(
      double[] means, double[] deviations, int row, double sum, double[] gradient, int to) {
    float[] ofFeatures = products.ofFeatures();
    for (int j = 0; j < features; j++) {
      gradient[to + j] += (ofFeatures[row * features + j] - means[j] * sum) / deviations[j];
    }
  }

  @Override
  public void close() {
    products.close();
  }
}
