package dev.kindling.losses;

import dev.kindling.graph.Op;
import dev.kindling.graph.Sigmoid;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;

/**
 * {@code -y log(p) - (1 - y) log(1 - p)} for the probability {@code p} of a yes, its mean over all
 * rows and columns: the loss for two classes and one output. Keras: {@code BinaryCrossentropy}.
 */
public record BinaryCrossentropy() implements Loss {

  @Override
  public String name() {
    return "binary_crossentropy";
  }

  @Override
  public Op head() {
    return new Sigmoid();
  }

  @Override
  public Tensor scores(Tensor logits) {
    Tensor scores = Tensor.zeros(logits.shape());
    for (int i = 0; i < scores.data().length; i++) {
      scores.data()[i] = (float) sigmoid(logits.data()[i]);
    }
    return scores;
  }

  @Override
  public LossValue fromLogits(Tensor labels, Tensor logits) {
    float[] y = labels.data();
    float[] gradient = new float[y.length];
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      double z = logits.data()[i];
      // -y log(p) - (1 - y) log(1 - p) for p = sigmoid(z), with no exponential that overflows.
      sum += Math.max(z, 0) - z * y[i] + Math.log1p(Math.exp(-Math.abs(z)));
      gradient[i] = (float) ((sigmoid(z) - y[i]) / y.length);
    }
    return new LossValue(sum / y.length, Tensor.of(labels.shape(), gradient));
  }

  @Override
  public LossValue fromScores(Tensor labels, Tensor scores) {
    float[] y = labels.data();
    float[] gradient = new float[y.length];
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      double score = scores.data()[i];
      double p = Loss.held(score);
      sum -= y[i] * Math.log(p) + (1 - y[i]) * Math.log1p(-p);
      // A score that is held does not move the loss.
      gradient[i] = p == score ? (float) ((p - y[i]) / (p * (1 - p)) / y.length) : 0;
    }
    return new LossValue(sum / y.length, Tensor.of(labels.shape(), gradient));
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  @Override
  public void requireOutput(Shape output) {
    if (output.rank() != 2) {
      throw new IllegalArgumentException(
          ("binary_crossentropy takes an output of shape (None, 1): end the model with"
                  + " new Dense(1) and a sigmoid. Received: an output of shape %s")
              .formatted(output));
    }
  }

  @Override
  public String labelAdvice() {
    return "binary_crossentropy takes a 0 or a 1 for each output (three classes or more need"
        + " categorical_crossentropy and an output each)";
  }
}
