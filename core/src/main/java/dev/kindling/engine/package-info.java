/**
 * Runs networks: a graph goes in and is compiled once, for inference or for training, to a fixed
 * list of oneDNN primitives over memory that is allocated then and never again.
 *
 * <p>The only package that knows oneDNN. It knows nothing of layers, losses or optimizers: a
 * training program gives gradients, and whoever called it moves the weights.
 */
@NullMarked
package dev.kindling.engine;

import org.jspecify.annotations.NullMarked;
