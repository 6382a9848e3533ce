/** The front door: {@code ImageClassifier} trains, loads, predicts and saves. */
@NullMarked
package dev.kindling;

import org.jspecify.annotations.NullMarked;
