/**
 * Losses as Keras defines them: the mean over a batch and its gradient, in plain Java on the few
 * numbers that a network gives for each sample. Networks are trained in {@code models}; scores that
 * are not trained on, such as accuracy, live in {@code metrics}.
 */
@NullMarked
package dev.kindling.losses;

import org.jspecify.annotations.NullMarked;
