/**
 * What looks on while a model is trained, and steps in: Keras's callbacks, a learning-rate finder,
 * and the files that they write.
 */
@NullMarked
package dev.kindling.callbacks;

import org.jspecify.annotations.NullMarked;
