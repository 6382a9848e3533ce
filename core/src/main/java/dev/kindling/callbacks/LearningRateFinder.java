package dev.kindling.callbacks;

import dev.kindling.data.Batches;
import dev.kindling.models.DivergedException;
import dev.kindling.models.Model;
import dev.kindling.optimizers.OptimizerState;
import dev.kindling.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * A search for a learning rate: the rate grows from step to step, and well below the rates at which
 * the loss rises are the good ones. After Smith, "Cyclical Learning Rates for Training Neural
 * Networks" (2015), as fastai's {@code lr_find} made it known.
 */
public final class LearningRateFinder {

  /** How much of the loss so far a smoothed one keeps. */
  private static final double SMOOTHING = 0.98;

  /** A loss so many times the least one will not come back. */
  private static final double TOO_HIGH = 4;

  /** A loss so many times the least one before it has risen for good. */
  private static final double RISEN = 1.3;

  /** A loss so many times the least one differs from it by noise. */
  private static final double ABOUT_LEAST = 1.02;

  private double startRate = 1e-7;
  private double endRate = 10;
  private int steps = 100;
  private IntConsumer progress = step -> {};

  /** A search from 1e-7 to 10 in 100 steps. */
  public LearningRateFinder() {}

  /** Sets the first rate, above 0. */
  public LearningRateFinder startRate(double startRate) {
    this.startRate = startRate;
    return this;
  }

  /** Sets the last rate, above the first. */
  public LearningRateFinder endRate(double endRate) {
    this.endRate = endRate;
    return this;
  }

  /** Sets how many steps there are, at least 10. */
  public LearningRateFinder steps(int steps) {
    this.steps = Ranges.atLeast(10, "steps", steps);
    return this;
  }

  /** Sets what hears how many steps are done; it may throw to end the search. */
  public LearningRateFinder progress(IntConsumer progress) {
    this.progress = progress;
    return this;
  }

  /**
   * What was tried.
   *
   * @param rates growing; those beyond a loss that will not come back are left out
   * @param losses at each rate: the means over the steps so far, in which late ones count more
   */
  public record Trials(List<Double> rates, List<Double> losses) {

    /** Copies the lists. */
    public Trials {
      rates = List.copyOf(rates);
      losses = List.copyOf(losses);
    }

    /** How many of the trials came before the loss rose for good. */
    public int good() {
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < losses.size(); i++) {
        least = Math.min(least, losses.get(i));
        if (losses.get(i) > RISEN * least) {
          return i;
        }
      }
      return losses.size();
    }

    /**
     * A rate to train with: a tenth of the greatest at which the loss is about the least, before it
     * rises for good. fastai: {@code minimum}, which takes the least itself; where noise makes a
     * flat curve the least, that can be any rate.
     *
     * @throws IllegalStateException if the loss was no number from the first step on
     */
    public double suggestion() {
      int good = good();
      if (good == 0) {
        throw new IllegalStateException(
            "The loss was not finite from the first step on: there is no rate to suggest.");
      }
      double least = losses.subList(0, good).stream().min(Double::compare).orElseThrow();
      int last = good - 1;
      while (losses.get(last) > ABOUT_LEAST * least) {
        last--;
      }
      return rates.get(last) / 10;
    }
  }

  /**
   * Searches. The model is afterwards as it was before, and so is what its optimizer remembers; the
   * batches have moved on.
   *
   * @param model compiled with a plain number for a rate
   * @throws IllegalArgumentException if the rates are not above 0 and in order
   * @throws IllegalStateException if a schedule decides the model's rate
   */
  public Trials find(Model model, Batches batches) {
    if (!(startRate > 0) || !(endRate > startRate) || Double.isInfinite(endRate)) {
      throw new IllegalArgumentException(
          "The rates must be above 0, the last above the first. Received: startRate=%s, endRate=%s"
              .formatted(startRate, endRate));
    }
    Map<String, Tensor> weights = model.getWeights();
    OptimizerState optimizer = model.optimizerState();
    double rate = model.learningRate();
    try {
      return search(model, batches);
    } finally {
      model.setWeights(weights);
      model.learningRate(rate);
      model.optimizerState(optimizer);
    }
  }

  private Trials search(Model model, Batches batches) {
    List<Double> rates = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step < steps; step++) {
      double rate = startRate * Math.pow(endRate / startRate, step / (steps - 1.0));
      model.learningRate(rate);
      try {
        sum = SMOOTHING * sum + (1 - SMOOTHING) * model.trainOnBatch(batches.next()).loss();
      } catch (DivergedException e) {
        break;
      }
      double loss = sum / (1 - Math.pow(SMOOTHING, step + 1));
      least = Math.min(least, loss);
      if (loss > TOO_HIGH * least) {
        break;
      }
      rates.add(rate);
      losses.add(loss);
      progress.accept(step + 1);
    }
    return new Trials(rates, losses);
  }
}
