package dev.kindling.regression;

import dev.kindling.engine.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;

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

  /** Losses first fall and then rise with C; so many worse ones end the search... */
  private static final int WORSE_ENOUGH = 2;

  /** ...or one that is so many times the least. */
  private static final double CLEARLY_WORSE = 1.02;

  private static final int FOLDS = 5;

  /** scikit-learn's: closer, the searches take half as long again and tell the same. */
  private static final double TOLERANCE = 1e-4;

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
   * @param predictions of each picture by what was learnt from others; none where a class has a
   *     single picture
   */
  public record Choice(double c, Predictions predictions) {}

  /** A cross-validation among samples, computed by so many threads. */
  public CrossValidation(Samples samples, int threads) {
    this.samples = samples;
    this.threads = threads;
    foldOf = folds(samples.classes(), samples.pictures(), samples::classOf);
    folds = Arrays.stream(foldOf).max().orElse(0) + 1;
  }

  /**
   * The part in which each picture is, from 0 to at most 4: each class is dealt out in its order.
   * All are in one part where a class has a single picture.
   */
  public static int[] folds(int[] classOf, int classes) {
    return folds(classes, classOf.length, i -> classOf[i]);
  }

  private static int[] folds(int classes, int pictures, IntUnaryOperator classOf) {
    int[] dealt = new int[classes];
    int[] foldOf = new int[pictures];
    for (int i = 0; i < pictures; i++) {
      foldOf[i] = dealt[classOf.applyAsInt(i)]++;
    }
    int folds = Math.max(1, Math.min(FOLDS, Arrays.stream(dealt).min().orElse(0)));
    Arrays.setAll(foldOf, i -> foldOf[i] % folds);
    return foldOf;
  }

  /**
   * The best C.
   *
   * @param enough asked now and then; once it is true, the best until then is chosen
   */
  public Choice choose(BooleanSupplier enough) {
    if (folds < 2) {
      return new Choice(USUAL, Predictions.NONE);
    }
    List<double[]> weights = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      weights.add(weightsWithout(fold));
    }
    Choice best = new Choice(USUAL, Predictions.NONE);
    double least = Double.POSITIVE_INFINITY;
    int worse = 0;
    try (Regressions parts = new Regressions(samples, weights, threads)) {
      List<LogisticRegression> regressions = parts.zeros();
      for (int i = 0; i < CS.length && worse < WORSE_ENOUGH; i++) {
        regressions = parts.fit(CS[i], regressions, TOLERANCE, enough);
        if (i > 0 && enough.getAsBoolean()) {
          break; // What was not found to its end would be judged too well or too badly.
        }
        Predictions predictions = predict(regressions);
        double loss = predictions.loss();
        worse = loss > CLEARLY_WORSE * least ? WORSE_ENOUGH : worse + 1;
        if (loss < least) {
          worse = 0;
          best = new Choice(CS[i], predictions);
          least = loss;
        }
      }
    }
    return best;
  }

  private double[] weightsWithout(int fold) {
    double[] weights = new double[samples.samples()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = foldOf[i % foldOf.length] == fold ? 0 : samples.weight(i);
    }
    return weights;
  }

  /** Each picture itself, predicted by the regression that has not seen it. */
  private Predictions predict(List<LogisticRegression> regressions) {
    int logits = regressions.get(0).intercepts().length;
    float[][] predicted = new float[foldOf.length][logits];
    try (Matrix coefficients = new Matrix(folds * logits, samples.features());
        Matrix products = new Matrix(folds * logits, samples.samples())) {
      float[] row = new float[samples.features()];
      for (int k = 0; k < folds * logits; k++) {
        double[] weights = regressions.get(k / logits).weights()[k % logits];
        for (int j = 0; j < row.length; j++) {
          row[j] = (float) weights[j];
        }
        coefficients.put(k, row);
      }
      products.product(coefficients, samples.x(), true, threads);
      float[] ofSamples = new float[samples.samples()];
      for (int k = 0; k < folds * logits; k++) {
        products.get(k, ofSamples);
        double intercept = regressions.get(k / logits).intercepts()[k % logits];
        for (int i = 0; i < predicted.length; i++) {
          if (foldOf[i] == k / logits) {
            predicted[i][k % logits] = ofSamples[i] + (float) intercept;
          }
        }
      }
    }
    int[] classOf = new int[foldOf.length];
    Arrays.setAll(classOf, samples::classOf);
    return new Predictions(predicted, classOf);
  }
}
