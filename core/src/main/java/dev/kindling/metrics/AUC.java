package dev.kindling.metrics;

import dev.kindling.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The area under a curve that the threshold runs along, all columns counted together. Keras: {@code
 * AUC}, with evenly spread thresholds and {@code summation_method="interpolation"}.
 *
 * @param numThresholds how many thresholds there are, at least 2
 * @param curve which curve
 */
public record AUC(int numThresholds, Curve curve) implements Metric {

  /** What is drawn over what. */
  public enum Curve {
    /** The share of yeses that are found, over the share of noes that are taken for one. */
    ROC,
    /** Precision over recall, between thresholds as Davis and Goadrich (2006) interpolate. */
    PR
  }

  /** Checks that there are thresholds. */
  public AUC {
    if (numThresholds < 2) {
      throw new IllegalArgumentException(
          "numThresholds must be at least 2. Received: numThresholds=" + numThresholds);
    }
  }

  /** Keras's defaults: 200 thresholds along the ROC curve. */
  public AUC() {
    this(200, Curve.ROC);
  }

  /** This metric with another number of thresholds. */
  public AUC numThresholds(int numThresholds) {
    return new AUC(numThresholds, curve);
  }

  /** This metric of another curve. */
  public AUC curve(Curve curve) {
    return new AUC(numThresholds, curve);
  }

  @Override
  public String name() {
    return "auc";
  }

  @Override
  public Count begin() {
    return new Counts();
  }

  private final class Counts implements Count {

    /** By weight, the labels that are a yes and a no whose score lies between two thresholds. */
    private final double[] yes = new double[numThresholds];

    private final double[] no = new double[numThresholds];

    @Override
    public void add(Tensor labels, Tensor scores, @Nullable Tensor weights) {
      RowMean.requireLabelForEach(name(), labels, scores);
      int ofSample = scores.data().length / scores.shape().size(0);
      for (int i = 0; i < scores.data().length; i++) {
        double weight = weights == null ? 1 : weights.data()[i / ofSample];
        float score = Math.max(0, Math.min(1, scores.data()[i]));
        int bucket = Math.max(0, (int) Math.ceil(score * (numThresholds - 1)) - 1);
        (labels.data()[i] != 0 ? yes : no)[bucket] += weight;
      }
    }

    @Override
    public double result() {
      double[] truePositives = aboveEach(yes);
      double[] falsePositives = aboveEach(no);
      double area = 0;
      for (int i = 0; i + 1 < numThresholds; i++) {
        area +=
            curve == Curve.ROC
                ? roc(truePositives, falsePositives, i)
                : pr(truePositives, falsePositives, i);
      }
      return area;
    }

    @Override
    public double[] state() {
      return DoubleStream.concat(Arrays.stream(yes), Arrays.stream(no)).toArray();
    }

    @Override
    public void restore(double... state) {
      RowMean.requireNumbers(name(), 2 * numThresholds, state);
      System.arraycopy(state, 0, yes, 0, numThresholds);
      System.arraycopy(state, numThresholds, no, 0, numThresholds);
    }

    private static double[] aboveEach(double[] buckets) {
      double[] sums = buckets.clone();
      for (int i = sums.length - 2; i >= 0; i--) {
        sums[i] += sums[i + 1];
      }
      return sums;
    }

    private static double roc(double[] truePositives, double[] falsePositives, int i) {
      double width = orZero(falsePositives[i] - falsePositives[i + 1], falsePositives[0]);
      return width * orZero(truePositives[i] + truePositives[i + 1], truePositives[0]) / 2;
    }

    /**
     * The area between two thresholds; both counts run along a straight line from one to the other.
     */
    private static double pr(double[] truePositives, double[] falsePositives, int i) {
      double before = truePositives[i] + falsePositives[i];
      double after = truePositives[i + 1] + falsePositives[i + 1];
      double gained = truePositives[i] - truePositives[i + 1];
      double slope = orZero(gained, Math.max(before - after, 0));
      double intercept = truePositives[i + 1] - slope * after;
      double ratio = before > 0 && after > 0 ? before / after : 1;
      return orZero(slope * (gained + intercept * Math.log(ratio)), truePositives[0]);
    }

    private static double orZero(double part, double whole) {
      return whole == 0 ? 0 : part / whole;
    }
  }
}
