package dev.kindling.regression;

import dev.kindling.engine.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses the penalty of a logistic regression by stratified cross-validation: pictures are divided
 * into five parts with the same share of each class, each part is predicted by a regression of the
 * others, and the penalty with the least mean cross-entropy wins. All variants of a picture are in
 * its part, and features are standardized by those that are learnt from; so nothing is known of a
 * part when it is predicted.
 */
public final class CrossValidation {

  /** From hardly anything learnt to hardly any penalty, half a power of ten apart. */
  private static final double[] CS = {1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 1};

  /** Losses first fall and then rise with C; so many worse ones end the search. */
  private static final int WORSE_ENOUGH = 2;

  private static final int FOLDS = 5;

  /** What does well for standardized features of a pretrained network, if nothing can be tried. */
  private static final double USUAL = 1e-3;

  private final Samples samples;
  private final int folds;
  private final int[] foldOf;
  private final int threads;

  /**
   * What was chosen.
   *
   * @param c the inverse of the penalty's strength
   * @param losses the cross-entropy of each picture, predicted from others; none where a class has
   *     a single picture
   * @param wrong how many of those predictions were wrong
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Choice(double c, double[] losses, int wrong) {

    /** The mean loss; NaN if nothing was predicted. */
    public double loss() {
      return Arrays.stream(losses).average().orElse(Double.NaN);
    }

    /** The share of pictures that were taken for what they are; NaN if nothing was predicted. */
    public double accuracy() {
      return 1 - (double) wrong / losses.length;
    }
  }

  /** A cross-validation among samples, computed by so many threads. */
  public CrossValidation(Samples samples, int threads) {
    this.samples = samples;
    this.threads = threads;
    int[] dealt = new int[samples.classes()];
    foldOf = new int[samples.pictures()];
    for (int i = 0; i < foldOf.length; i++) {
      foldOf[i] = dealt[samples.classOf(i)]++;
    }
    folds = Math.min(FOLDS, Arrays.stream(dealt).min().orElse(0));
    Arrays.setAll(foldOf, i -> foldOf[i] % Math.max(1, folds));
  }

  /** The best C. Nothing is drawn at random: each class is dealt out in its order. */
  public Choice choose() {
    if (folds < 2) {
      return new Choice(USUAL, new double[0], 0);
    }
    List<double[]> weights = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      weights.add(weightsWithout(fold));
    }
    Choice best = null;
    int worse = 0;
    try (Regressions parts = new Regressions(samples, weights, threads)) {
      List<LogisticRegression> regressions = parts.zeros();
      for (int i = 0; i < CS.length && worse < WORSE_ENOUGH; i++) {
        regressions = parts.fit(CS[i], regressions);
        Choice choice = measure(CS[i], regressions);
        worse = best == null || choice.loss() < best.loss() ? 0 : worse + 1;
        best = worse == 0 ? choice : best;
      }
    }
    return best == null ? new Choice(USUAL, new double[0], 0) : best;
  }

  private double[] weightsWithout(int fold) {
    double[] weights = new double[samples.samples()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = foldOf[i % foldOf.length] == fold ? 0 : samples.weight(i);
    }
    return weights;
  }

  /** Each picture itself, predicted by the regression that has not seen it. */
  private Choice measure(double c, List<LogisticRegression> regressions) {
    int logits = regressions.get(0).intercepts().length;
    int columns = folds * logits;
    double[] losses = new double[foldOf.length];
    int wrong = 0;
    try (Matrix coefficients = new Matrix(samples.features(), columns);
        Matrix products = new Matrix(samples.samples(), columns)) {
      float[] row = new float[columns];
      for (int j = 0; j < samples.features(); j++) {
        for (int column = 0; column < columns; column++) {
          LogisticRegression regression = regressions.get(column / logits);
          row[column] = (float) regression.weights()[column % logits][j];
        }
        coefficients.put(j, row);
      }
      products.product(samples.x(), false, coefficients, threads);
      for (int i = 0; i < losses.length; i++) {
        products.get(i, row);
        int from = foldOf[i] * logits;
        double[] intercepts = regressions.get(foldOf[i]).intercepts();
        for (int k = 0; k < logits; k++) {
          row[from + k] += (float) intercepts[k];
        }
        losses[i] = LogisticRegression.loss(row, from, logits, samples.classOf(i));
        wrong += greatest(row, from, logits) == samples.classOf(i) ? 0 : 1;
      }
    }
    return new Choice(c, losses, wrong);
  }

  private static int greatest(float[] scores, int from, int count) {
    if (count == 1) {
      return scores[from] > 0.5f ? 1 : 0;
    }
    int greatest = 0;
    for (int k = 1; k < count; k++) {
      greatest = scores[from + k] > scores[from + greatest] ? k : greatest;
    }
    return greatest;
  }
}
