package dev.kindling.optimizers;

import dev.kindling.tensor.Parts;
import dev.kindling.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An optimizer at work on the weights of a model: its steps, and what it remembers of them. */
public final class Optimization {

  private static final String AVERAGE = "average";
  private static final float[] NONE = {};

  private final Optimizer optimizer;
  private final OptimizerOptions options;
  private final Map<String, float[][]> slots = new LinkedHashMap<>();
  private final Map<String, float[]> averages = new LinkedHashMap<>();
  private long iterations;
  private @Nullable Double learningRate;

  /** An optimizer that has taken no step yet. */
  public Optimization(Optimizer optimizer) {
    this.optimizer = optimizer;
    this.options = optimizer.options();
  }

  /** The optimizer as it was given. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /** How many steps were taken. */
  public long iterations() {
    return iterations;
  }

  /** The learning rate of the next step. */
  public double learningRate() {
    return learningRate != null ? learningRate : optimizer.learningRate().at(iterations);
  }

  /**
   * Sets the learning rate of the steps from now on.
   *
   * @throws IllegalStateException if a schedule decides it
   */
  public void learningRate(double rate) {
    if (!(optimizer.learningRate() instanceof ConstantRate)) {
      throw new IllegalStateException(
          "The learning rate follows %s; compile the model with a plain number to set it while training."
              .formatted(optimizer.learningRate()));
    }
    learningRate = new ConstantRate(rate).rate();
  }

  /**
   * Takes a step.
   *
   * @param weights have all that has a gradient, by name; changed in place
   * @param gradients clipped in place
   */
  public void step(Map<String, Tensor> weights, Map<String, Tensor> gradients) {
    step(weights, gradients, 1);
  }

  /**
   * The same by several threads; the weights are then equal to the bit.
   *
   * @param threads how many at most, at least 1
   */
  public void step(Map<String, Tensor> weights, Map<String, Tensor> gradients, int threads) {
    Clipping.clip(gradients.values(), options);
    double rate = learningRate();
    gradients.forEach(
        (name, gradient) ->
            update(
                name,
                Objects.requireNonNull(weights.get(name)).data(),
                gradient.data(),
                rate,
                threads));
    iterations++;
    int frequency = options.emaOverwriteFrequency();
    if (options.useEma() && frequency > 0 && iterations % frequency == 0) {
      takeAverages(weights);
    }
  }

  private void update(String name, float[] weights, float[] gradient, double rate, int threads) {
    double own = rate * options.multiplier(name);
    double decay = options.weightDecay(name);
    float[][] remembered =
        slots.computeIfAbsent(name, n -> new float[optimizer.slots().size()][weights.length]);
    // An average begins as what the weights are after their first step.
    boolean begins = options.useEma() && !averages.containsKey(name);
    float[] average =
        options.useEma() ? averages.computeIfAbsent(name, n -> new float[weights.length]) : NONE;
    Parts.forEach(
        weights.length,
        threads,
        (from, to) -> {
          if (decay > 0) {
            shrink(weights, from, to, (float) decay, (float) own);
          }
          optimizer.update(weights, gradient, remembered, from, to, own, iterations);
          if (begins) {
            System.arraycopy(weights, from, average, from, to - from);
          }
          if (options.useEma()) {
            average(average, weights, from, to);
          }
        });
  }

  private static void shrink(float[] weights, int from, int to, float decay, float rate) {
    for (int i = from; i < to; i++) {
      weights[i] -= weights[i] * decay * rate;
    }
  }

  private void average(float[] average, float[] weights, int from, int to) {
    float kept = (float) options.emaMomentum();
    float added = 1 - kept;
    for (int i = from; i < to; i++) {
      average[i] = kept * average[i] + added * weights[i];
    }
  }

  /** Where averages are kept, puts them in the weights' place; tells whether there were any. */
  public boolean takeAverages(Map<String, Tensor> weights) {
    averages.forEach(
        (name, average) -> {
          Tensor taken = Objects.requireNonNull(weights.get(name));
          System.arraycopy(average, 0, taken.data(), 0, average.length);
        });
    return !averages.isEmpty();
  }

  /**
   * A copy of what is remembered.
   *
   * @param weights have the shapes
   */
  public OptimizerState state(Map<String, Tensor> weights) {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    slots.forEach(
        (name, remembered) -> {
          for (int i = 0; i < remembered.length; i++) {
            put(arrays, name, optimizer.slots().get(i), remembered[i], weights);
          }
        });
    averages.forEach((name, average) -> put(arrays, name, AVERAGE, average, weights));
    return new OptimizerState(iterations, learningRate, arrays);
  }

  private static void put(
      Map<String, Tensor> arrays,
      String weight,
      String slot,
      float[] numbers,
      Map<String, Tensor> weights) {
    Tensor of = Objects.requireNonNull(weights.get(weight));
    arrays.put(weight + "/" + slot, Tensor.of(of.shape(), numbers.clone()));
  }

  /**
   * Takes over what was remembered elsewhere.
   *
   * @param weights those of the model
   * @throws IllegalArgumentException if it is not of such weights, or of another kind of optimizer;
   *     nothing is taken over then
   */
  public void restore(OptimizerState state, Map<String, Tensor> weights) {
    Map<String, float[][]> restored = new LinkedHashMap<>();
    Map<String, float[]> restoredAverages = new LinkedHashMap<>();
    List<String> names = optimizer.slots();
    state
        .arrays()
        .forEach(
            (name, array) -> {
              int end = name.lastIndexOf('/');
              String weight = name.substring(0, Math.max(0, end));
              String slot = name.substring(end + 1);
              Tensor of = weights.get(weight);
              boolean known = names.contains(slot) || (options.useEma() && slot.equals(AVERAGE));
              if (of == null || !known || !of.shape().equals(array.shape())) {
                throw new IllegalArgumentException(
                    "The optimizer %s of this model has no array '%s' of shape %s to go on with. It was saved of another model or optimizer."
                        .formatted(optimizer.className(), name, array.shape()));
              }
              float[] numbers = array.data().clone();
              if (slot.equals(AVERAGE)) {
                restoredAverages.put(weight, numbers);
              } else {
                restored
                        .computeIfAbsent(weight, n -> new float[names.size()][numbers.length])[
                        names.indexOf(slot)] =
                    numbers;
              }
            });
    for (String weight : restored.keySet()) {
      for (String slot : names) {
        if (!state.arrays().containsKey(weight + "/" + slot)) {
          throw new IllegalArgumentException(
              "What the optimizer %s remembered of '%s' is there but for its array '%s'."
                  .formatted(optimizer.className(), weight, slot));
        }
      }
    }
    slots.clear();
    slots.putAll(restored);
    averages.clear();
    averages.putAll(restoredAverages);
    iterations = state.iterations();
    learningRate = state.learningRate();
  }
}
