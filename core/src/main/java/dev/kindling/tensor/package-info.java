/**
 * Arrays of numbers with a shape: what pictures, labels, weights and scores are once they are
 * numbers. Plain Java data, shared by every storey; no operations on them live here.
 */
@NullMarked
package dev.kindling.tensor;

import org.jspecify.annotations.NullMarked;
