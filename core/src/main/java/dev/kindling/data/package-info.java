/**
 * Samples made ready for a network: folders of pictures, listed, divided and read ({@code
 * ImageFolder}, {@code Pictures}), and the form in which they reach it, {@code Batches}. Keras's
 * iterators stand above, in {@code preprocessing}; decoding lives below, in {@code image}.
 */
@NullMarked
package dev.kindling.data;

import org.jspecify.annotations.NullMarked;
