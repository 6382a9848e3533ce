/**
 * Layers in Keras's words, one record each: what a layer is, how it lowers to the operators of a
 * graph, how its parameters begin, and Keras's JSON form of it. A layer holds no weights: they
 * stand beside it, in a map by name. Models are put together in {@code models}; nothing here
 * computes.
 */
@NullMarked
package dev.kindling.layers;

import org.jspecify.annotations.NullMarked;
