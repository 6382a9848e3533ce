/**
 * Optimizers as Keras defines them: how weights move by their gradients. An optimizer is a record
 * of its options; what it remembers between steps is kept beside it, by an {@code Optimization},
 * and can be taken out as one {@code OptimizerState}. Which weights are trained, and when, is
 * decided in {@code models}.
 */
@NullMarked
package dev.kindling.optimizers;

import org.jspecify.annotations.NullMarked;
