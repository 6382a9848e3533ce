/**
 * Random changes of pictures: the ranges they are drawn from, what was drawn, and doing it. Drawing
 * and doing are separate: drawing consumes random numbers in Keras's order, doing consumes none, so
 * that pictures can be changed by many threads and come out the same. Where pictures come from, and
 * which of them form a batch, is decided in {@code data}.
 */
@NullMarked
package dev.kindling.augment;

import org.jspecify.annotations.NullMarked;
