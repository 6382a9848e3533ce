/** The {@code kindling} command line: one small class a subcommand. */
@NullMarked
package dev.kindling.app;

import org.jspecify.annotations.NullMarked;
