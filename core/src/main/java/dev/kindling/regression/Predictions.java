package dev.kindling.regression;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was predicted of pictures that were not learnt from, and what they are.
 *
 * @param logits of each picture: one for each class, or for two classes one, that of the second
 * @param classOf the class of each picture, from 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record Predictions(float[][] logits, int[] classOf) {

  /** Nothing was predicted. */
  public static final Predictions NONE = new Predictions(new float[0][], new int[0]);

  /** Checks that each picture has logits. */
  public Predictions {
    if (logits.length != classOf.length) {
      throw new IllegalArgumentException(
          "There are logits of %d pictures and classes of %d"
              .formatted(logits.length, classOf.length));
    }
  }

  /** How many pictures were predicted. */
  public int size() {
    return classOf.length;
  }

  /** The cross-entropy of each picture. */
  public double[] losses() {
    double[] losses = new double[size()];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = LogisticRegression.loss(logits[i], classOf[i]);
    }
    return losses;
  }

  /**
   * The factor from a half to two by which the logits would have to be multiplied for the least
   * mean cross-entropy: more than 1 where they were too careful, less where they were too sure. The
   * inverse of the temperature of Guo et al., "On Calibration of Modern Neural Networks", 2017. It
   * has bounds because a few pictures that are all told right would ask for ever more.
   */
  public double calibration() {
    double low = 0.5;
    double high = 2;
    while (high - low > 1e-3) { // The loss is convex in the factor.
      double third = (high - low) / 3;
      if (scaled(low + third).loss() <= scaled(high - third).loss()) {
        high -= third;
      } else {
        low += third;
      }
    }
    return (low + high) / 2;
  }

  /** These with their logits multiplied. */
  public Predictions scaled(double factor) {
    float[][] scaled = new float[size()][];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = new float[logits[i].length];
      for (int k = 0; k < scaled[i].length; k++) {
        scaled[i][k] = (float) (factor * logits[i][k]);
      }
    }
    return new Predictions(scaled, classOf);
  }

  /** The mean cross-entropy; NaN if nothing was predicted. */
  public double loss() {
    return Arrays.stream(losses()).average().orElse(Double.NaN);
  }

  /** The share of pictures that were taken for what they are; NaN if nothing was predicted. */
  public double accuracy() {
    int right = 0;
    for (int i = 0; i < size(); i++) {
      right += isRight(i) ? 1 : 0;
    }
    return (double) right / size();
  }

  /**
   * The mean over the classes of the share that was taken for what it is, so that small classes
   * count as much as large ones; NaN if nothing was predicted.
   */
  public double accuracyOfClasses() {
    Map<Integer, int[]> rightOf = new TreeMap<>();
    for (int i = 0; i < size(); i++) {
      int[] rightAndAll = rightOf.computeIfAbsent(classOf[i], key -> new int[2]);
      rightAndAll[0] += isRight(i) ? 1 : 0;
      rightAndAll[1]++;
    }
    return rightOf.values().stream()
        .mapToDouble(rightAndAll -> (double) rightAndAll[0] / rightAndAll[1])
        .average()
        .orElse(Double.NaN);
  }

  private boolean isRight(int picture) {
    return greatest(logits[picture]) == classOf[picture];
  }

  private static int greatest(float[] logits) {
    if (logits.length == 1) {
      return logits[0] > 0 ? 1 : 0;
    }
    int greatest = 0;
    for (int k = 1; k < logits.length; k++) {
      greatest = logits[k] > logits[greatest] ? k : greatest;
    }
    return greatest;
  }

  /** Those of some of the pictures, by their places. */
  public Predictions of(int[] pictures) {
    return new Predictions(
        Arrays.stream(pictures).mapToObj(i -> logits[i]).toArray(float[][]::new),
        Arrays.stream(pictures).map(i -> classOf[i]).toArray());
  }

  /** The means of these logits and others' of the same pictures. */
  public Predictions mean(Predictions other) {
    float[][] means = new float[size()][];
    for (int i = 0; i < means.length; i++) {
      means[i] = new float[logits[i].length];
      for (int k = 0; k < means[i].length; k++) {
        means[i][k] = (logits[i][k] + other.logits[i][k]) / 2;
      }
    }
    return new Predictions(means, classOf);
  }
}
