/**
 * Benchmarks of the kernels, run by JMH ({@code bench/jmh}): one class for each kind of work, each
 * kernel alone on made-up pictures.
 *
 * <p>Runs against other libraries are in {@link dev.kindling.bench.compare}.
 */
@NullMarked
package dev.kindling.bench;

import org.jspecify.annotations.NullMarked;
