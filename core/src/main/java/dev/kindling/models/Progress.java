package dev.kindling.models;

/**
 * How far a training is.
 *
 * @param epoch the epoch at work, from 1
 * @param epochs how many there are to be
 * @param step how many of the epoch's batches are done
 * @param steps how many there are
 * @param scores the means over the epoch so far
 */
public record Progress(int epoch, int epochs, int step, int steps, Scores scores) {}
