package dev.kindling.models;

import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained: the arguments of Keras's {@code fit}.
 *
 * @param epochs the last epoch's number, at least 1; with an {@code initialEpoch} of 0 how many
 *     there are
 * @param initialEpoch how many epochs were trained elsewhere before; only counted, at least 0
 * @param batchSize samples in a batch, where arrays are trained on
 * @param shuffle whether each epoch takes the samples in another order, where arrays are trained on
 * @param stepsPerEpoch batches in an epoch; 0 for one pass
 * @param validationData what is evaluated after epochs, from its first batch on
 * @param validationSteps how many batches of it; 0 for one pass
 * @param validationFreq after every how many epochs it is evaluated, at least 1
 * @param classWeight how much the samples of each class count, by the number of the class; those of
 *     a class that is not named count once
 * @param seed decides what dropout drops and the order of arrays
 * @param callbacks hear of each batch and each epoch, in this order
 * @param checkpoint where the state of the training is kept; null to keep none
 */
public record FitOptions(
    int epochs,
    int initialEpoch,
    int batchSize,
    boolean shuffle,
    int stepsPerEpoch,
    @Nullable Batches validationData,
    int validationSteps,
    int validationFreq,
    Map<Integer, Double> classWeight,
    long seed,
    List<Callback> callbacks,
    @Nullable Checkpoint checkpoint) {

  /** Checks the ranges. */
  public FitOptions {
    requireAtLeast(1, "epochs", epochs);
    requireAtLeast(0, "initialEpoch", initialEpoch);
    requireAtLeast(1, "batchSize", batchSize);
    requireAtLeast(0, "stepsPerEpoch", stepsPerEpoch);
    requireAtLeast(0, "validationSteps", validationSteps);
    requireAtLeast(1, "validationFreq", validationFreq);
    classWeight = Map.copyOf(classWeight);
    callbacks = List.copyOf(callbacks);
  }

  /** Keras's defaults: one epoch of batches of 32, shuffled, no validation. */
  public FitOptions() {
    this(new FitDraft());
  }

  private FitOptions(FitDraft draft) {
    this(
        draft.epochs,
        draft.initialEpoch,
        draft.batchSize,
        draft.shuffle,
        draft.stepsPerEpoch,
        draft.validationData,
        draft.validationSteps,
        draft.validationFreq,
        draft.classWeight,
        draft.seed,
        draft.callbacks,
        draft.checkpoint);
  }

  private FitOptions with(Consumer<FitDraft> change) {
    FitDraft draft = new FitDraft(this);
    change.accept(draft);
    return new FitOptions(draft);
  }

  private static void requireAtLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d. Received: %s=%d".formatted(name, least, name, value));
    }
  }

  /** These options with another last epoch. */
  public FitOptions epochs(int epochs) {
    return with(draft -> draft.epochs = epochs);
  }

  /** These options with a first epoch of another number. */
  public FitOptions initialEpoch(int initialEpoch) {
    return with(draft -> draft.initialEpoch = initialEpoch);
  }

  /** These options with another size of batches. */
  public FitOptions batchSize(int batchSize) {
    return with(draft -> draft.batchSize = batchSize);
  }

  /** These options with or without shuffling. */
  public FitOptions shuffle(boolean shuffle) {
    return with(draft -> draft.shuffle = shuffle);
  }

  /** These options with another number of batches in an epoch. */
  public FitOptions stepsPerEpoch(int stepsPerEpoch) {
    return with(draft -> draft.stepsPerEpoch = stepsPerEpoch);
  }

  /** These options with something to be evaluated after epochs. It is not closed. */
  public FitOptions validationData(Batches validationData) {
    return with(draft -> draft.validationData = validationData);
  }

  /** These options with arrays to be evaluated after epochs, in batches of 32. */
  public FitOptions validationData(Tensor x, Tensor y) {
    return validationData(new Batch(x, y));
  }

  /** These options with arrays to be evaluated that stand together as one large batch. */
  public FitOptions validationData(Batch all) {
    return validationData(new ArrayBatches(all, 32, null));
  }

  /** These options with another number of batches to be evaluated. */
  public FitOptions validationSteps(int validationSteps) {
    return with(draft -> draft.validationSteps = validationSteps);
  }

  /** These options where only one of so many epochs is followed by a validation. */
  public FitOptions validationFreq(int validationFreq) {
    return with(draft -> draft.validationFreq = validationFreq);
  }

  /** These options with classes that count more or less than others. */
  public FitOptions classWeight(Map<Integer, Double> classWeight) {
    return with(draft -> draft.classWeight = classWeight);
  }

  /** These options with another seed. */
  public FitOptions seed(long seed) {
    return with(draft -> draft.seed = seed);
  }

  /** These options with other callbacks. */
  public FitOptions callbacks(Callback... callbacks) {
    return callbacks(List.of(callbacks));
  }

  /** These options with other callbacks. */
  public FitOptions callbacks(List<Callback> callbacks) {
    return with(draft -> draft.callbacks = callbacks);
  }

  /** These options with a place for the state of the training, or with none (null). */
  public FitOptions checkpoint(@Nullable Checkpoint checkpoint) {
    return with(draft -> draft.checkpoint = checkpoint);
  }
}
