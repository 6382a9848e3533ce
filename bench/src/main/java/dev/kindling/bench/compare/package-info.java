/**
 * Runs of Kindling and of other libraries in turn, on the same work and the same cores ({@code
 * bench/compare}), and what Kindling takes of memory ({@code bench/memory}).
 *
 * <p>Each figure comes from a process of its own, which prints it as one line of JSON; the other
 * libraries' side of it is in {@code bench/peers}.
 */
@NullMarked
package dev.kindling.bench.compare;

import org.jspecify.annotations.NullMarked;
