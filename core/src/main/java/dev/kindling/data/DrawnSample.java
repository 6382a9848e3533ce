package dev.kindling.data;

import dev.kindling.augment.Change;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a batch, as drawn.
 *
 * @param <C> the kind of change
 * @param index the number of the sample
 * @param change how its picture is changed
 * @param savedAs the name of the file that the changed picture is written to, or null
 */
public record DrawnSample<C extends Change>(int index, C change, @Nullable String savedAs) {}
