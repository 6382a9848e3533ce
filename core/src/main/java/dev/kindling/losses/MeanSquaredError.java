package dev.kindling.losses;

import dev.kindling.graph.Op;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code (y - p)^2}, its mean over all rows and columns. Keras: {@code MeanSquaredError}. Labels
 * may be any numbers.
 */
public record MeanSquaredError() implements Loss {

  @Override
  public String name() {
    return "mean_squared_error";
  }

  @Override
  public @Nullable Op head() {
    return null;
  }

  @Override
  public boolean fromLogits() {
    return false;
  }

  @Override
  public Tensor scores(Tensor logits) {
    return logits;
  }

  @Override
  public LossValue ofLogits(Tensor labels, Tensor logits, @Nullable Tensor weights) {
    return ofScores(labels, logits, weights);
  }

  @Override
  public LossValue ofScores(Tensor labels, Tensor scores, @Nullable Tensor weights) {
    int columns = scores.shape().size(-1);
    return Rows.mean(
        scores,
        weights,
        (row, from, gradient) -> {
          double sum = 0;
          for (int i = 0; i < columns; i++) {
            double difference = (double) scores.data()[from + i] - labels.data()[from + i];
            sum += difference * difference;
            gradient[i] = 2 * difference / columns;
          }
          return sum / columns;
        });
  }

  @Override
  public void requireOutput(Shape output) {
    if (output.rank() < 2) {
      throw new IllegalArgumentException(
          "mean_squared_error takes an output of shape (None, columns). Received: an output of"
              + " shape "
              + output);
    }
  }

  @Override
  public String labelAdvice() {
    return "mean_squared_error takes a number for each output";
  }

  @Override
  public Tensor requireLabels(@Nullable Tensor labels, Shape scores) {
    return requireShape(labels, scores);
  }
}
