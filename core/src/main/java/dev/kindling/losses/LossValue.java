package dev.kindling.losses;

import dev.kindling.tensor.Tensor;

/**
 * A loss at one batch.
 *
 * @param mean the mean over the samples
 * @param gradient the derivative of the mean by each number that it was computed from
 */
public record LossValue(double mean, Tensor gradient) {}
