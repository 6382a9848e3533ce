package dev.kindling.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the penalty of a logistic regression by stratified cross-validation: samples are divided
 * into five parts with the same share of each class, each part is predicted by a regression of the
 * others, and the penalty with the least mean cross-entropy wins.
 */
final class CrossValidation {

  /** From hardly anything learnt to hardly any penalty, half a power of ten apart. */
  private static final double[] CS = {1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 1};

  private static final int FOLDS = 5;

  /** What does well for standardized features of a pretrained network, if nothing can be tried. */
  private static final double USUAL = 1e-3;

  private final double[][] x;
  private final int[] y;
  private final int classes;

  CrossValidation(double[][] x, int[] y, int classes) {
    this.x = x;
    this.y = y;
    this.classes = classes;
  }

  /** The best C. No sample is drawn at random: each class is dealt out in its order. */
  double bestC() {
    int smallest = IntStream.range(0, classes).map(this::count).min().orElse(0);
    int folds = Math.min(FOLDS, smallest);
    if (folds < 2) {
      return USUAL;
    }
    int[] foldOf = foldOf(folds);
    List<double[]> losses =
        IntStream.range(0, folds).parallel().mapToObj(fold -> losses(foldOf, fold)).toList();
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < CS.length; i++) {
      double sum = 0;
      for (double[] loss : losses) {
        sum += loss[i];
      }
      if (sum < least) {
        least = sum;
        best = i;
      }
    }
    return CS[best];
  }

  private int count(int label) {
    return (int) Arrays.stream(y).filter(each -> each == label).count();
  }

  private int[] foldOf(int folds) {
    int[] dealt = new int[classes];
    return Arrays.stream(y).map(label -> dealt[label]++ % folds).toArray();
  }

  /** The sum of the losses of one part, for each C. */
  private double[] losses(int[] foldOf, int fold) {
    List<Integer> training = new ArrayList<>();
    List<Integer> held = new ArrayList<>();
    for (int i = 0; i < y.length; i++) {
      (foldOf[i] == fold ? held : training).add(i);
    }
    double[][] trainingX = training.stream().map(i -> x[i]).toArray(double[][]::new);
    int[] trainingY = training.stream().mapToInt(i -> y[i]).toArray();
    double[] losses = new double[CS.length];
    LogisticRegression regression = LogisticRegression.zero(x[0].length, classes);
    double[] scores = new double[regression.intercepts().length];
    for (int i = 0; i < CS.length; i++) {
      regression = LogisticRegression.fit(trainingX, trainingY, CS[i], regression);
      for (int sample : held) {
        losses[i] += regression.loss(x[sample], y[sample], scores);
      }
    }
    return losses;
  }
}
