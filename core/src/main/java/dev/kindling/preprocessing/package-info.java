/**
 * Keras's {@code ImageDataGenerator} and what flows from it: pictures of arrays, folders and
 * tables, batch after batch, read, augmented and standardized ahead of the consumer by a few
 * threads, the same whatever their number; {@code PipelineFlow}, the same for modern augmentation;
 * Keras's functions about pictures ({@code Images}). Random numbers and transforms live below, in
 * {@code random} and {@code augment}; networks know all this only by {@code data.Batches}.
 */
@NullMarked
package dev.kindling.preprocessing;

import org.jspecify.annotations.NullMarked;
