package dev.kindling.models;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained: the arguments of Keras's {@code fit}.
 *
 * @param epochs how many epochs, at least 1
 * @param batchSize samples in a batch, where arrays are trained on
 * @param shuffle whether each epoch takes the samples in another order, where arrays are trained on
 * @param stepsPerEpoch batches in an epoch; 0 for one pass
 * @param validationData what is evaluated after each epoch, from its first batch on
 * @param validationSteps how many batches of it; 0 for one pass
 * @param classWeight how much the samples of each class count, by the number of the class; those of
 *     a class that is not named count once
 * @param seed decides what dropout drops and the order of arrays
 * @param listener hears of each batch and each epoch
 */
public record FitOptions(
    int epochs,
    int batchSize,
    boolean shuffle,
    int stepsPerEpoch,
    @Nullable Batches validationData,
    int validationSteps,
    Map<Integer, Double> classWeight,
    long seed,
    FitListener listener) {

  /** Checks the ranges. */
  public FitOptions {
    requireAtLeast(1, "epochs", epochs);
    requireAtLeast(1, "batchSize", batchSize);
    requireAtLeast(0, "stepsPerEpoch", stepsPerEpoch);
    requireAtLeast(0, "validationSteps", validationSteps);
    classWeight = Map.copyOf(classWeight);
  }

  /** Keras's defaults: one epoch of batches of 32, shuffled, no validation. */
  public FitOptions() {
    this(1, 32, true, 0, null, 0, Map.of(), 0, new FitListener() {});
  }

  private static void requireAtLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d. Received: %s=%d".formatted(name, least, name, value));
    }
  }

  /** These options with another number of epochs. */
  public FitOptions epochs(int epochs) {
    return new FitOptions(
        epochs,
        batchSize,
        shuffle,
        stepsPerEpoch,
        validationData,
        validationSteps,
        classWeight,
        seed,
        listener);
  }

  /** These options with another size of batches. */
  public FitOptions batchSize(int batchSize) {
    return new FitOptions(
        epochs,
        batchSize,
        shuffle,
        stepsPerEpoch,
        validationData,
        validationSteps,
        classWeight,
        seed,
        listener);
  }

  /** These options with or without shuffling. */
  public FitOptions shuffle(boolean shuffle) {
    return new FitOptions(
        epochs,
        batchSize,
        shuffle,
        stepsPerEpoch,
        validationData,
        validationSteps,
        classWeight,
        seed,
        listener);
  }

  /** These options with another number of batches in an epoch. */
  public FitOptions stepsPerEpoch(int stepsPerEpoch) {
    return new FitOptions(
        epochs,
        batchSize,
        shuffle,
        stepsPerEpoch,
        validationData,
        validationSteps,
        classWeight,
        seed,
        listener);
  }

  /** These options with something to be evaluated after each epoch. It is not closed. */
  public FitOptions validationData(Batches validationData) {
    return new FitOptions(
        epochs,
        batchSize,
        shuffle,
        stepsPerEpoch,
        validationData,
        validationSteps,
        classWeight,
        seed,
        listener);
  }

  /** These options with arrays to be evaluated after each epoch, in batches of 32. */
  public FitOptions validationData(Tensor x, Tensor y) {
    return validationData(new Batch(x, y));
  }

  /** These options with arrays to be evaluated that stand together as one large batch. */
  public FitOptions validationData(Batch all) {
    return validationData(new ArrayBatches(all, 32, null));
  }

  /** These options with another number of batches to be evaluated. */
  public FitOptions validationSteps(int validationSteps) {
    return new FitOptions(
        epochs,
        batchSize,
        shuffle,
        stepsPerEpoch,
        validationData,
        validationSteps,
        classWeight,
        seed,
        listener);
  }

  /** These options with classes that count more or less than others. */
  public FitOptions classWeight(Map<Integer, Double> classWeight) {
    return new FitOptions(
        epochs,
        batchSize,
        shuffle,
        stepsPerEpoch,
        validationData,
        validationSteps,
        classWeight,
        seed,
        listener);
  }

  /** These options with another seed. */
  public FitOptions seed(long seed) {
    return new FitOptions(
        epochs,
        batchSize,
        shuffle,
        stepsPerEpoch,
        validationData,
        validationSteps,
        classWeight,
        seed,
        listener);
  }

  /** These options with another listener. */
  public FitOptions listener(FitListener listener) {
    return new FitOptions(
        epochs,
        batchSize,
        shuffle,
        stepsPerEpoch,
        validationData,
        validationSteps,
        classWeight,
        seed,
        listener);
  }
}
