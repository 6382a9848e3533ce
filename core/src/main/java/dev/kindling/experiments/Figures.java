package dev.kindling.experiments;

/**
 * How a classifier did on some pictures.
 *
 * @param loss the mean cross-entropy, as in training
 * @param accuracy the share of pictures whose class was predicted, 0 to 1
 * @param pictures how many pictures that was measured on
 */
public record Figures(double loss, double accuracy, int pictures) {}
