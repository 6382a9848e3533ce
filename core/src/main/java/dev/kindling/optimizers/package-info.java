/**
 * Optimizers as Keras defines them: how weights move by their gradients. An optimizer is a record
 * of its options; what it remembers between steps is kept by its caller, beside the weights. Which
 * weights are trained, and when, is decided in {@code models}.
 */
@NullMarked
package dev.kindling.optimizers;

import org.jspecify.annotations.NullMarked;
