package dev.kindling.data;

import dev.kindling.augment.Transform;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a batch, as drawn.
 *
 * @param index the number of the sample
 * @param transform how its picture is changed
 * @param savedAs the name of the file that the changed picture is written to, or null
 */
record DrawnSample(int index, Transform transform, @Nullable String savedAs) {}
