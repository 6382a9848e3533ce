/**
 * Random changes of pictures: the ranges they are drawn from, what was drawn, and doing it. Drawing
 * and doing are separate: drawing consumes random numbers in Keras's order, doing consumes none, so
 * that pictures can be changed by many threads and come out the same. Where pictures come from, and
 * which of them form a batch, is decided in {@code data}.
 *
 * <p>There are two families. Keras's geometry: {@link dev.kindling.augment.TransformRanges} draws a
 * {@link dev.kindling.augment.Transform}, which a {@link dev.kindling.augment.Warp} applies.
 * torchvision's operations: an {@link dev.kindling.augment.Augmentation}, or a {@link
 * dev.kindling.augment.Pipeline} of them, draws {@link dev.kindling.augment.Operation}s.
 */
@NullMarked
package dev.kindling.augment;

import org.jspecify.annotations.NullMarked;
