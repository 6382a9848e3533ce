package dev.kindling.experiments;

import org.jspecify.annotations.Nullable;

/**
 * What one pass over the training pictures came to.
 *
 * @param epoch from 1
 * @param training the means over the steps of the epoch, on augmented pictures and with dropout, as
 *     Keras prints them
 * @param seconds the time of the training alone
 * @param validation measured after the epoch on pictures as they are; null if there are none
 * @param validationSeconds the time of that; 0 if there are no validation pictures
 */
public record EpochResult(
    int epoch,
    Figures training,
    double seconds,
    @Nullable Figures validation,
    double validationSeconds) {}
