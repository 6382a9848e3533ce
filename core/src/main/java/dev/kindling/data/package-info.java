/**
 * Samples made ready for a network: folders of pictures, listed, divided and read ({@code
 * ImageFolder}, {@code Pictures}); {@code ImageDataGenerator} and what flows from it, batch after
 * batch, read and augmented ahead of the consumer by a few threads, the same whatever their number.
 * Random numbers, transforms and decoding live below, in {@code random}, {@code augment} and {@code
 * image}; networks know this package only by {@code Batches}.
 */
@NullMarked
package dev.kindling.data;

import org.jspecify.annotations.NullMarked;
