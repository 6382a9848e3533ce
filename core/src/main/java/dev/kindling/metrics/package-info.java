/**
 * How good predictions are, counted on plain arrays: which classes are taken for which, and the
 * figures that follow from it. Nothing here knows pictures, networks or files.
 */
@NullMarked
package dev.kindling.metrics;

import org.jspecify.annotations.NullMarked;
