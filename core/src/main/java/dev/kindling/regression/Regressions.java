package dev.kindling.regression;

import dev.kindling.engine.Matrix;
import dev.kindling.tensor.Parts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Several regressions of the same samples, which count differently in each: side by side, so that
 * one product of matrices serves them all.
 *
 * <p>It holds native memory until it is {@linkplain #close() closed}.
 */
final class Regressions implements AutoCloseable {

  /** Below it, what is learnt is so sure that the penalty alone bends the loss. */
  private static final double LEAST_CURVATURE = 1e-4;

  private final Samples samples;
  private final int[] classOf;

  /** How much each sample counts in each regression, of 1 in all. */
  private final List<double[]> shares = new ArrayList<>();

  private final double[] totals;
  private final List<Scaling> scalings = new ArrayList<>();
  private final int threads;
  private final int features;
  private final int logits;
  private final Preconditioner preconditioner;
  private Products products;

  /** How the losses bent along a logit where they were last computed, on average. */
  private double curvature;

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
    this.threads = threads;
    classOf = IntStream.range(0, samples.samples()).map(samples::classOf).toArray();
    features = samples.features();
    logits = samples.classes() == 2 ? 1 : samples.classes();
    totals = weights.stream().mapToDouble(each -> Arrays.stream(each).sum()).toArray();
    float[] row = new float[features];
    for (double[] each : weights) {
      double total = totals[shares.size()];
      shares.add(Arrays.stream(each).map(weight -> weight / total).toArray());
      scalings.add(
          Scaling.of(
              samples.samples(),
              i -> {
                samples.x().get(i, row);
                return row;
              },
              each));
    }
    preconditioner = new Preconditioner(samples.x(), threads);
    products = Products.of(samples.samples(), features, weights.size() * logits);
    double share = 1.0 / samples.classes(); // of each class, before anything is learnt
    curvature = share * (1 - share);
  }

  /** Nothing learnt yet, for each. */
  List<LogisticRegression> zeros() {
    return shares.stream()
        .map(each -> LogisticRegression.zero(features, samples.classes()))
        .toList();
  }

  /**
   * The regressions, for the samples as they are in memory.
   *
   * @param c the inverse of the penalty's strength, in all
   * @param starts where the searches begin; those of a nearby C save most of it
   * @param tolerance the largest component that the gradient of the mean loss may have at the end
   * @param enough asked now and then; once it is true, they are what has been found until then
   */
  List<LogisticRegression> fit(
      double c, List<LogisticRegression> starts, double tolerance, BooleanSupplier enough) {
    double mean = Arrays.stream(totals).average().orElse(1);
    preconditioner.suit(Math.max(curvature, LEAST_CURVATURE), 1 / (c * mean));
    double[][] from = new double[starts.size()][];
    for (int i = 0; i < from.length; i++) {
      from[i] = standardized(starts.get(i), scalings.get(i)).flat();
    }
    preconditioner.undo(from);
    double[][] found =
        Lbfgs.least(
            from,
            (which, points, gradients) -> losses(c, which, points, gradients),
            tolerance,
            enough,
            threads);
    preconditioner.apply(found);
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

  /**
   * The mean losses with their penalties, in the search's coordinates; behind those, features are
   * standardized.
   */
  private Lbfgs.Value[] losses(double c, int[] which, double[][] points, double[][] gradients) {
    int count = which.length;
    if (products.errors().rows() != count * logits) {
      products.close();
      products = Products.of(samples.samples(), features, count * logits);
    }
    double[][] coefficients = Arrays.stream(points).map(double[]::clone).toArray(double[][]::new);
    preconditioner.apply(coefficients);
    double[][] intercepts = new double[count][];
    Parts.forEachPiece(
        count,
        threads,
        p -> intercepts[p] = putCoefficients(scalings.get(which[p]), coefficients[p], p * logits));
    products.coefficients().put(products.ofFeatures());
    products.errors().product(products.coefficients(), samples.x(), true, threads);
    products.errors().get(products.ofSamples());
    List<Errors> errors = putErrors(which, intercepts);
    products.errors().put(products.ofSamples());
    products.gradients().product(products.errors(), samples.x(), false, threads);
    products.gradients().get(products.ofFeatures());
    Lbfgs.Value[] values = new Lbfgs.Value[count];
    Parts.forEachPiece(
        count,
        threads,
        p -> {
          double penalty = 1 / (c * totals[which[p]]);
          double loss = errors.get(p).loss + addPenalty(coefficients[p], penalty, gradients[p]);
          addGradients(scalings.get(which[p]), p * logits, errors.get(p).sums, gradients[p]);
          values[p] = new Lbfgs.Value(loss, largest(gradients[p]));
        });
    curvature = errors.stream().mapToDouble(each -> each.curvature).average().orElse(0) / logits;
    preconditioner.apply(gradients);
    return values;
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
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

  /** Replaces the regressions' logits by what is wrong with them, and says how much that is. */
  private List<Errors> putErrors(int[] which, double[][] intercepts) {
    int count = samples.samples();
    int blocks = (count + Errors.AT_ONCE - 1) / Errors.AT_ONCE;
    Errors[] parts = new Errors[which.length * blocks];
    Parts.forEachPiece(
        parts.length,
        threads,
        part -> {
          int p = part / blocks;
          int from = part % blocks * Errors.AT_ONCE;
          int to = Math.min(count, from + Errors.AT_ONCE);
          Errors errors = new Errors(products.ofSamples(), count, logits);
          errors.replace(
              p * logits * count + from,
              intercepts[p],
              Arrays.copyOfRange(shares.get(which[p]), from, to),
              Arrays.copyOfRange(classOf, from, to));
          parts[part] = errors;
        });
    return IntStream.range(0, which.length)
        .mapToObj(p -> Errors.sum(Arrays.asList(parts).subList(p * blocks, (p + 1) * blocks)))
        .toList();
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
    preconditioner.close();
  }
}
