/**
 * Random numbers as other tools draw them, bit for bit: NumPy's legacy generator, on which Keras's
 * augmentation and shuffling stand. Generators are values handed to whoever draws; there is no
 * global one. What the numbers are used for is not decided here.
 */
@NullMarked
package dev.kindling.random;

import org.jspecify.annotations.NullMarked;
