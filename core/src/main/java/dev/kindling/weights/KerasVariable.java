package dev.kindling.weights;

/**
 * An array of a layer.
 *
 * @param name Keras's, as {@code kernel}
 * @param trainable whether training moves it; Keras's older files list these first
 * @param array the numbers, in Keras's order of axes
 */
public record KerasVariable(String name, boolean trainable, WeightArray array) {}
