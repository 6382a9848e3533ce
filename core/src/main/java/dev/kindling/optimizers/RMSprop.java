package dev.kindling.optimizers;

/**
 * Steps divided by the root of a running mean of squared gradients (Hinton, 2012). Keras: {@code
 * RMSprop}:
 *
 * <pre>{@code
 * velocity = rho * velocity + (1 - rho) * gradient^2
 * weight  -= learningRate * gradient / sqrt(velocity + epsilon)
 * }</pre>
 *
 * @param learningRate the size of a step, above 0
 * @param rho how much of the running mean is kept, from 0 to 1
 * @param epsilon keeps the root above 0; it stands inside the root, as in Keras
 */
public record RMSprop(double learningRate, double rho, double epsilon) implements Optimizer {

  /** Checks the ranges. */
  public RMSprop {
    if (!(learningRate > 0 && rho >= 0 && rho <= 1 && epsilon >= 0)) {
      throw new IllegalArgumentException(
          "RMSprop takes learningRate > 0, 0 <= rho <= 1, epsilon >= 0."
              + " Received: learningRate=%s, rho=%s, epsilon=%s"
                  .formatted(learningRate, rho, epsilon));
    }
  }

  /** Keras's defaults. */
  public RMSprop() {
    this(0.001, 0.9, 1e-7);
  }

  /** This optimizer with another learning rate. */
  public RMSprop learningRate(double learningRate) {
    return new RMSprop(learningRate, rho, epsilon);
  }

  /** This optimizer with another share that is kept. */
  public RMSprop rho(double rho) {
    return new RMSprop(learningRate, rho, epsilon);
  }

  /** This optimizer with another epsilon. */
  public RMSprop epsilon(double epsilon) {
    return new RMSprop(learningRate, rho, epsilon);
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public void update(float[] weights, float[] gradients, float[][] slots) {
    float rate = (float) learningRate;
    float kept = (float) rho;
    float added = (float) (1 - rho);
    float inside = (float) epsilon;
    float[] velocity = slots[0];
    for (int i = 0; i < weights.length; i++) {
      float gradient = gradients[i];
      float mean = kept * velocity[i] + added * (gradient * gradient);
      velocity[i] = mean;
      weights[i] -= rate * gradient / (float) Math.sqrt(mean + inside);
    }
  }
}
