package dev.kindling.metrics;

import dev.kindling.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The harmonic mean of precision and recall, over the classes. Keras: {@code F1Score}; there is no
 * list of all classes' scores here, for which see {@link ConfusionMatrix}.
 *
 * @param average how the classes' scores become one
 * @param threshold a score above it is a yes; null where the greatest score of a row is the yes
 */
public record F1Score(Average average, @Nullable Double threshold) implements Metric {

  /** Keras holds divisors off 0 by it. */
  private static final double EPSILON = 1e-7;

  /** How the scores of classes become one. */
  public enum Average {
    /** Hits of all classes are counted together. */
    MICRO,
    /** The mean over the classes. */
    MACRO,
    /** The mean over the classes, each weighted by its samples. */
    WEIGHTED
  }

  /** The mean over classes, the greatest score being the yes. */
  public F1Score() {
    this(Average.MACRO, null);
  }

  /** This metric with another average. */
  public F1Score average(Average average) {
    return new F1Score(average, threshold);
  }

  /** This metric with a threshold, as one column of scores needs it. */
  public F1Score threshold(double threshold) {
    return new F1Score(average, threshold);
  }

  @Override
  public String name() {
    return "f1_score";
  }

  @Override
  public Count begin() {
    return new Counts();
  }

  private final class Counts implements Count {

    private double[] said = new double[0];
    private double[] right = new double[0];
    private double[] are = new double[0];

    @Override
    public void add(Tensor labels, Tensor scores, @Nullable Tensor weights) {
      RowMean.requireLabelForEach(name(), labels, scores);
      int columns = scores.shape().size(-1);
      if (said.length == 0) {
        said = new double[columns];
        right = new double[columns];
        are = new double[columns];
      }
      int ofSample = scores.data().length / scores.shape().size(0);
      for (int from = 0; from < scores.data().length; from += columns) {
        double weight = weights == null ? 1 : weights.data()[from / ofSample];
        float greatest = scores.data()[from + RowMean.greatest(scores.data(), from, columns)];
        for (int i = 0; i < columns; i++) {
          float score = scores.data()[from + i];
          boolean yes =
              threshold == null
                  ? score >= greatest && Math.abs(score) > 1e-9
                  : score > threshold.floatValue();
          double label = labels.data()[from + i];
          said[i] += yes ? weight : 0;
          right[i] += yes ? weight * label : 0;
          are[i] += weight * label;
        }
      }
    }

    @Override
    public double result() {
      double all = sum(are) + EPSILON;
      double total = 0;
      for (int i = 0; i < said.length; i++) {
        double share = average == Average.WEIGHTED ? are[i] / all : 1.0 / said.length;
        total += share * f1(right[i], said[i], are[i]);
      }
      return average == Average.MICRO ? f1(sum(right), sum(said), sum(are)) : total;
    }

    @Override
    public double[] state() {
      return Stream.of(said, right, are).flatMapToDouble(Arrays::stream).toArray();
    }

    @Override
    public void restore(double... state) {
      int columns = state.length / 3;
      RowMean.requireNumbers(name(), 3 * columns, state);
      said = Arrays.copyOfRange(state, 0, columns);
      right = Arrays.copyOfRange(state, columns, 2 * columns);
      are = Arrays.copyOfRange(state, 2 * columns, state.length);
    }

    private static double f1(double right, double said, double are) {
      double precision = right / (said + EPSILON);
      double recall = right / (are + EPSILON);
      return 2 * precision * recall / (precision + recall + EPSILON);
    }

    private static double sum(double[] numbers) {
      double sum = 0;
      for (double number : numbers) {
        sum += number;
      }
      return sum;
    }
  }
}
