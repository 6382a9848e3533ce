/** Benchmarks of the kernels, run by JMH. */
@NullMarked
package dev.kindling.bench;

import org.jspecify.annotations.NullMarked;
