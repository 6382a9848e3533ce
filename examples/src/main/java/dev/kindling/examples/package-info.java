/**
 * The article's five listings, in their order: {@code Preview}, {@code FirstTry}, {@code
 * BottleneckFeatures}, {@code TopModel}, {@code FineTuning}. Each is a program that takes the
 * folder with {@code train} and {@code validation} in it, and each a folder a class.
 */
@NullMarked
package dev.kindling.examples;

import org.jspecify.annotations.NullMarked;
