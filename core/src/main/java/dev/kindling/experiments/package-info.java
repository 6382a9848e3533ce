/**
 * Whole runs: a {@code Recipe} says all that decides one, {@code Training} carries it out on a
 * folder of pictures, and a {@code Classifier} is what comes of it, in memory or as a file, with
 * labels, preprocessing and provenance. The parts (pictures, networks, files) live below; printing
 * and progress bars live in the program above.
 */
@NullMarked
package dev.kindling.experiments;

import org.jspecify.annotations.NullMarked;
