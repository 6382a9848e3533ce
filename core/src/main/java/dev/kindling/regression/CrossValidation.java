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
    return choose(0, enough);
  }

  /**
   * The best C, looked for around one that suited similar samples: that saves those that are far
   * from it.
   *
   * @param enough asked now and then; once it is true, the best until then is chosen
   */
  public Choice chooseNear(double c, BooleanSupplier enough) {
    int place = Arrays.binarySearch(CS, c);
    return choose(Math.max(0, place - 1), enough);
  }

  private Choice choose(int first, BooleanSupplier enough) {
    if (folds < 2) {
      return new Choice(USUAL, Predictions.NONE);
    }
    List<double[]> weights = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      weights.add(weightsWithout(fold));
    }
    try (Regressions parts = new Regressions(samples, weights, threads)) {
      Search search = new Search(parts, enough);
      List<LogisticRegression> atFirst = search.tryOut(first, parts.zeros());
      search.go(first, 1, atFirst);
      if (search.best == first) {
        search.go(first, -1, atFirst);
      }
      return new Choice(CS[search.best], search.predictions);
    }
  }

  /** The way along the penalties, down the losses. */
  private final class Search {

    private final Regressions parts;
    private final BooleanSupplier enough;
    private Predictions predictions = Predictions.NONE;
    private double least = Double.POSITIVE_INFINITY;
    private int worse;
    int best;

    Search(Regressions parts, BooleanSupplier enough) {
      this.parts = parts;
      this.enough = enough;
    }

    /** Tries those behind or before one, until they are worse. */
    void go(int from, int step, List<LogisticRegression> starts) {
      worse = 0;
      List<LogisticRegression> regressions = starts;
      for (int i = from + step;
          i >= 0 && i < CS.length && worse < WORSE_ENOUGH && !enough.getAsBoolean();
          i += step) {
        regressions = tryOut(i, regressions);
      }
    }

    /** Tries one; what was learnt with it is where the next begins. */
    List<LogisticRegression> tryOut(int place, List<LogisticRegression> starts) {
      List<LogisticRegression> found = parts.fit(CS[place], starts, TOLERANCE, enough);
      // What was not found to its end would be judged too well or too badly, but something has to.
      boolean first = predictions.size() == 0;
      if (first || !enough.getAsBoolean()) {
        hear(place, predict(found));
      }
      return found;
    }

    private void hear(int place, Predictions heard) {
      double loss = heard.loss();
      worse = loss > CLEARLY_WORSE * least ? WORSE_ENOUGH : worse + 1;
      if (loss < least) {
        worse = 0;
        best = place;
        least = loss;
        predictions = heard;
      }
    }
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
