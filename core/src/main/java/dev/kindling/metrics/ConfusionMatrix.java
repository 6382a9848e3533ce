package dev.kindling.metrics;

import java.util.Arrays;

/**
 * How often each class was taken for each: a table of counts, one row for each true class, one
 * column for each predicted class.
 *
 * <p>Shares of nothing are {@code NaN}: the precision of a class that was never predicted, the
 * recall of a class without samples, the accuracy of no samples at all. Immutable.
 */
public final class ConfusionMatrix {

  private final int[][] counts;

  private ConfusionMatrix(int[][] counts) {
    this.counts = counts;
  }

  /**
   * Counts predictions.
   *
   * @param classes the number of classes, at least 1
   * @param actual the true class of each sample, from 0
   * @param predicted the predicted class of each sample, from 0
   * @throws IllegalArgumentException if the two are not equally long, or a class is out of range
   */
  public static ConfusionMatrix of(int classes, int[] actual, int[] predicted) {
    if (classes < 1) {
      throw new IllegalArgumentException(
          "A confusion matrix has at least one class. Received: classes=" + classes);
    }
    if (actual.length != predicted.length) {
      throw new IllegalArgumentException(
          "There is one prediction for each sample. Received: %d samples, %d predictions"
              .formatted(actual.length, predicted.length));
    }
    int[][] counts = new int[classes][classes];
    for (int i = 0; i < actual.length; i++) {
      counts[checked(actual[i], classes)][checked(predicted[i], classes)]++;
    }
    return new ConfusionMatrix(counts);
  }

  private static int checked(int index, int classes) {
    if (index < 0 || index >= classes) {
      throw new IllegalArgumentException(
          "A class lies between 0 and %d. Received: %d".formatted(classes - 1, index));
    }
    return index;
  }

  /** The number of classes. */
  public int classes() {
    return counts.length;
  }

  /** The number of samples of one class that were taken for another, or for the same. */
  public int count(int actual, int predicted) {
    return counts[actual][predicted];
  }

  /** The number of samples of a class. */
  public int samples(int actual) {
    return Arrays.stream(counts[actual]).sum();
  }

  /** The number of samples. */
  public int samples() {
    return Arrays.stream(counts).flatMapToInt(Arrays::stream).sum();
  }

  /** The share of samples whose class was predicted, 0 to 1. */
  public double accuracy() {
    int right = 0;
    for (int i = 0; i < counts.length; i++) {
      right += counts[i][i];
    }
    return (double) right / samples();
  }

  /** Of the samples predicted to be of this class, the share that are: 0 to 1. */
  public double precision(int predicted) {
    return (double) counts[predicted][predicted] / predictions(predicted);
  }

  /** Of the samples of this class, the share predicted to be: 0 to 1. */
  public double recall(int actual) {
    return (double) counts[actual][actual] / samples(actual);
  }

  /** The harmonic mean of precision and recall, 0 to 1: {@code 2 right / (samples + predicted)}. */
  public double f1(int index) {
    return 2.0 * counts[index][index] / (samples(index) + predictions(index));
  }

  /** The counts as new arrays, {@code [actual][predicted]}. */
  public int[][] toArray() {
    return Arrays.stream(counts).map(int[]::clone).toArray(int[][]::new);
  }

  private int predictions(int predicted) {
    return Arrays.stream(counts).mapToInt(row -> row[predicted]).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix that && Arrays.deepEquals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return "ConfusionMatrix" + Arrays.deepToString(counts);
  }
}
